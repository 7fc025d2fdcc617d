import { cleanText } from "@rollcall/domain/clean-text";
import type { Bucket, Cause } from "@rollcall/domain/glossary";
import type { Notice, SingleNotice } from "@rollcall/domain/notice";
import { countOf, formatDuration, formatShare } from "@rollcall/domain/words";
import { headline } from "./headline.ts";
import { legendOf, recentMarks } from "./marks.ts";

/** A region on one line; `share` is empty without samples. */
export type MessageRegion = { region: string; marks: Bucket[]; share: string; state: string; note: string };

/** One notice in a digest; `url` is empty where it has no page. */
export type MessageItem = { label: string; headline: string; impact: string; url: string };

/**
 * What a message says, in the order it says it, the same for every medium. All text is clean (one line, no control
 * characters, cut to a length) but not escaped: it is still untrusted.
 */
export type Message = {
  headline: string;
  /** "Critical", "Warning", "Recovered", "Live", "Acknowledged" or "Test". */
  label: string;
  tone: Notice["tone"];
  sample: boolean;
  impact: string;
  /** `null` when it would only repeat the impact. */
  summary: string | null;
  facts: [label: string, value: string][];
  since: number | null;
  at: number;
  regions: MessageRegion[];
  regionsLeftOut: number;
  legend: [mark: string, meaning: string][];
  causes: { title: string; evidence: string[]; next: string[] }[];
  /** What a digest tells of, the worst first; a medium shows as many as it has room for and counts the rest. */
  items: MessageItem[];
  itemsLeftOut: number;
  /** Only http and https. */
  links: { label: string; url: string }[];
};

const regionsMax = 24;
const itemsMax = 100;
const itemUrlCharsMax = 500;
const causesMax = 2;
const evidenceMax = 4;
const nextMax = 3;

/** Puts a notice into words: impact first, then what, where, what serves instead, why, and what to do next. */
export function composeMessage(notice: Notice): Message {
  const regions = notice.regions.slice(0, regionsMax).map(composeRegion);
  const items = (notice.joined ?? []).slice(0, itemsMax).map(composeItem);
  const impact = cleanText(notice.impact, 600);
  const summary = cleanText(notice.summary, 1000);
  return {
    headline: headline(notice),
    label: labelOf(notice),
    tone: notice.tone,
    sample: notice.sample,
    impact,
    summary: summary === impact || summary === "" ? null : summary,
    facts: composeFacts(notice),
    since: notice.since,
    at: notice.at,
    regions,
    regionsLeftOut: notice.regions.length - regions.length,
    legend: legendOf(new Set(regions.flatMap(({ marks }) => marks)), {
      expected: cleanOrNull(notice.version),
      serving: cleanOrNull(notice.serving),
    }),
    causes: notice.causes.slice(0, causesMax).map((cause) => composeCause(cause, notice.links.primary)),
    items,
    itemsLeftOut: (notice.joined ?? []).length - items.length,
    links: composeLinks(notice),
  };
}

function composeItem(notice: SingleNotice): MessageItem {
  const url = notice.links.incident ?? notice.links.primary;
  return {
    label: labelOf(notice),
    headline: headline(notice),
    impact: cleanText(notice.impact, 200),
    url: isWebLink(url) && url.length <= itemUrlCharsMax ? url : "",
  };
}

function labelOf(notice: SingleNotice): string {
  if (notice.sample) return "Test";
  if (notice.tone === "problem") return notice.severity === "critical" ? "Critical" : "Warning";
  if (notice.tone === "note") return notice.type === "incident.widened" ? "More" : "Acknowledged";
  return notice.tone === "recovery" ? "Recovered" : "Live";
}

function composeLinks(notice: Notice): Message["links"] {
  const { primary, incident } = notice.links;
  const links = [
    { label: primaryLabel(notice), url: primary },
    ...stepLinks(notice),
    { label: "Read about the cause", url: notice.causes[0]?.docs ?? null },
    { label: "Open the incident", url: incident === primary ? null : incident },
    { label: "Open the CI run", url: notice.ciUrl },
  ];
  return links.flatMap(({ label, url }) => (url !== null && isWebLink(url) ? [{ label, url }] : []));
}

/** Steps of causes that lead to a page of ours: "Add a monitor: https://…". They are links, not commands to type. */
function stepLinks({ causes, links }: Notice): Message["links"] {
  return causes.slice(0, causesMax).flatMap(({ next }) =>
    next.flatMap((step) => {
      const link = asLink(step, links.primary);
      return link === null ? [] : [link];
    }),
  );
}

function asLink(step: string, primary: string): Message["links"][number] | null {
  const [, label = "", url = ""] = /^(.{1,75}): (https?:\/\/\S+)$/.exec(step) ?? [];
  if (!URL.canParse(url) || !URL.canParse(primary)) return null;
  return new URL(url).origin === new URL(primary).origin ? { label: cleanText(label, 75), url } : null;
}

/** Where CI points is CI's word: nothing but a plain web link is passed on. */
function isWebLink(url: string): boolean {
  return /^https?:\/\/\S+$/.test(url) && URL.canParse(url);
}

function primaryLabel(notice: Notice): string {
  if (notice.joined !== undefined) return "Open the incidents";
  if (notice.deployId !== null) return "Open the rollout";
  if (notice.links.incident === notice.links.primary) return "Open the incident";
  if (notice.type === "channel.test" || notice.type === "channel.disabled") return "Open the channels";
  return notice.service === "" ? "Open the regions" : "Open Rollcall";
}

function composeFacts(notice: Notice): [string, string][] {
  const facts: [string, string | null][] = [
    ["Service", notice.service === "" ? null : `${notice.service}, ${notice.environment}`],
    ["Expected", notice.version],
    ["Serves now", notice.serving],
    ["Share", notice.share && shareText(notice.share)],
    ["Announced by", notice.actor],
    ["Acknowledged by", notice.telling?.acknowledgedBy ?? null],
    ["Told late", lateText(notice)],
    ["Told here", notice.telling?.insteadOf ? `because ${notice.telling.insteadOf} did not take it` : null],
  ];
  return facts.flatMap(([label, value]): [string, string][] => {
    const cleaned = cleanOrNull(value);
    return cleaned === null ? [] : [[label, cleaned]];
  });
}

function lateText({ telling }: Notice): string | null {
  return telling?.lateByMs === undefined ? null : `by ${formatDuration(telling.lateByMs)}`;
}

function shareText({ counts, samples, windowSeconds }: NonNullable<Notice["share"]>): string | null {
  if (samples === 0) return null;
  const errors = counts.error ?? 0;
  const failed = errors === 0 ? "" : `, ${countOf(errors, "error")}`;
  return `${formatShare(counts.expected ?? 0, samples)} of ${countOf(samples, "answer")} in the last ${windowSeconds} s${failed}`;
}

function composeRegion(region: Notice["regions"][number]): MessageRegion {
  return {
    region: cleanText(region.region, 40),
    marks: recentMarks(region.marks),
    share: region.samples === 0 ? "" : formatShare(region.expected, region.samples),
    state: cleanText(region.state, 40),
    note: cleanText(region.note ?? "", 160),
  };
}

function composeCause(cause: Cause, primary: string): Message["causes"][number] {
  const commands = cause.next.filter((step) => asLink(step, primary) === null);
  return {
    title: cleanText(cause.title, 200),
    evidence: cause.evidence.slice(0, evidenceMax).map((line) => cleanText(line, 240)),
    next: commands.slice(0, nextMax).map((command) => cleanText(command, 300)),
  };
}

function cleanOrNull(value: string | null): string | null {
  return cleanText(value ?? "", 240) || null;
}
