// @boundaries-ignore the page shows the file that builders read
import causes from "../../../../../docs/causes.md";
// @boundaries-ignore the page shows the file that builders read
import glossary from "../../../../../docs/glossary.md";
// @boundaries-ignore the page shows the file that builders read
import alerts from "../../../../../docs/guides/alerts.md";
// @boundaries-ignore the page shows the file that builders read
import announceFromCi from "../../../../../docs/guides/announce-from-ci.md";
// @boundaries-ignore the page shows the file that builders read
import cdn from "../../../../../docs/guides/cdn.md";
// @boundaries-ignore the page shows the file that builders read
import imagePreflight from "../../../../../docs/guides/image-preflight.md";
// @boundaries-ignore the page shows the file that builders read
import kubernetes from "../../../../../docs/guides/kubernetes.md";
// @boundaries-ignore the page shows the file that builders read
import maintenance from "../../../../../docs/guides/maintenance.md";
// @boundaries-ignore the page shows the file that builders read
import manyMachines from "../../../../../docs/guides/many-machines.md";
// @boundaries-ignore the page shows the file that builders read
import monitors from "../../../../../docs/guides/monitors.md";
// @boundaries-ignore the page shows the file that builders read
import policy from "../../../../../docs/guides/policy.md";
// @boundaries-ignore the page shows the file that builders read
import quickStart from "../../../../../docs/guides/quick-start.md";
// @boundaries-ignore the page shows the file that builders read
import reportYourVersion from "../../../../../docs/guides/report-your-version.md";
// @boundaries-ignore the page shows the file that builders read
import selfHosting from "../../../../../docs/guides/self-hosting.md";
// @boundaries-ignore the page shows the file that builders read
import reliability from "../../../../../docs/reliability.md";
// @boundaries-ignore the page shows the file that builders read
import states from "../../../../../docs/states.md";
import { causeTexts } from "./cause-texts.ts";

/** The text of each page, by its slug; taken into the build, so that a running instance needs no files. */
export const docTexts: Record<string, string> = {
  "guides/quick-start": quickStart,
  "guides/announce-from-ci": announceFromCi,
  "guides/report-your-version": reportYourVersion,
  "guides/monitors": monitors,
  "guides/policy": policy,
  "guides/alerts": alerts,
  "guides/maintenance": maintenance,
  "guides/image-preflight": imagePreflight,
  "guides/cdn": cdn,
  "guides/self-hosting": selfHosting,
  "guides/many-machines": manyMachines,
  "guides/kubernetes": kubernetes,
  causes,
  ...causeTexts,
  states,
  reliability,
  glossary,
};
