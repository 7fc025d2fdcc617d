import glossary from "../../../../../docs/glossary.md";
import alerts from "../../../../../docs/guides/alerts.md";
import announceFromCi from "../../../../../docs/guides/announce-from-ci.md";
import monitors from "../../../../../docs/guides/monitors.md";
import quickStart from "../../../../../docs/guides/quick-start.md";
import reportYourVersion from "../../../../../docs/guides/report-your-version.md";
import selfHosting from "../../../../../docs/guides/self-hosting.md";
import states from "../../../../../docs/states.md";

/** The text of each page, by its slug; taken into the build, so that a running instance needs no files. */
export const docTexts: Record<string, string> = {
  "guides/quick-start": quickStart,
  "guides/announce-from-ci": announceFromCi,
  "guides/report-your-version": reportYourVersion,
  "guides/monitors": monitors,
  "guides/alerts": alerts,
  "guides/self-hosting": selfHosting,
  states,
  glossary,
};
