import { cleanText } from "@rollcall/domain/clean-text";
import { wasWords } from "@rollcall/domain/delivery";
import type { Notice, SingleNotice } from "@rollcall/domain/notice";
import { countOf, formatDuration, formatShare, formatSpan, listNames } from "@rollcall/domain/words";

const charsMax = 180;
const laggingMax = 2;

/**
 * The whole message in one line, for a subject or a header:
 * "[production] checkout-api 1.42.0: stuck at 62 % (eu-west 0 %)". One line whatever stands in the notice.
 */
export function headline(notice: Notice): string {
  if (notice.joined !== undefined) return digestLine(notice.joined, notice.impact);
  const what = notice.telling?.over === undefined ? happening(notice) : beingOver(notice.telling.over);
  const line = `${what}${delay(notice)}`;
  if (notice.service === "") return cleanText(`[${workspaceTopic(notice)}] ${line}`, charsMax);
  const where = `${notice.sample ? "[test] " : ""}[${notice.environment}] ${subjectOf(notice)}`;
  return cleanText(`${where}: ${line}`, charsMax);
}

/** "12 messages: 3 critical, 9 over, in 12 services (checkout-api, cart and 10 more)". */
function digestLine(joined: readonly SingleNotice[], impact: string): string {
  const services = [...new Set(joined.map(({ service }) => service))];
  return cleanText(`${countOf(joined.length, "message")}: ${impact} (${listNames(services)})`, charsMax);
}

/** What concerns the whole workspace names its part of it. */
function workspaceTopic({ type }: Notice): string {
  return type === "channel.disabled" ? "channels" : "regions";
}

function beingOver({ type, since, until }: NonNullable<NonNullable<Notice["telling"]>["over"]>): string {
  return `${wasWords(type)} ${formatSpan(since, until)}, resolved`;
}

function delay({ telling }: Notice): string {
  return telling?.lateByMs === undefined ? "" : ` (told ${formatDuration(telling.lateByMs)} late)`;
}

/** The version belongs to a rollout; health and drift are about the service. */
function subjectOf(notice: Notice): string {
  const isAboutRollout = notice.type.startsWith("rollout.") || notice.type === "channel.test";
  return isAboutRollout && notice.version !== null ? `${notice.service} ${notice.version}` : notice.service;
}

function happening(notice: Notice): string {
  const serving = notice.serving;
  switch (notice.type) {
    case "rollout.stuck":
      return `stuck${progress(notice)}`;
    case "rollout.degraded":
      return `degraded${progress(notice)}`;
    case "rollout.old_returned":
      return serving === null ? "the old version is back" : `${serving} is back`;
    case "rollout.rolled_back":
      return serving === null ? "rolled back" : `rolled back to ${serving}`;
    case "rollout.unverifiable":
      return "cannot be verified";
    case "rollout.live":
      return "live";
    case "rollout.recovered":
      return "recovered";
    case "health.down":
      return `down${inRegions(notice)}`;
    case "health.advisory":
      return `failing${inRegions(notice)}`;
    case "health.recovered":
      return "up again";
    case "drift.detected":
      return `serves ${serving ?? "another version"}${notice.version === null ? "" : ` instead of ${notice.version}`}`;
    case "drift.recovered":
      return `serves ${notice.version ?? "the expected version"} again`;
    case "probe_outage.detected":
      return `no probes from ${listNames(notice.regions.map(({ region }) => region))}`;
    case "probe_outage.recovered":
      return returned(notice);
    case "channel.disabled":
      return notice.summary;
    case "incident.acknowledged":
      return `acknowledged${notice.actor === null ? "" : ` by ${notice.actor}`}`;
    case "incident.widened":
      return "more monitors fail";
    case "channel.test":
      return "this is how an alert will look";
  }
}

/** " at 62 % (eu-west 0 %)": the share, and the regions furthest behind it. */
function progress({ share, regions }: Notice): string {
  if (share === null || share.samples === 0) return "";
  if ((share.counts.expected ?? 0) === 0)
    return regions.some(({ marks }) => marks.includes("expected")) ? ", not seen lately" : ", not seen yet";
  const overall = (share.counts.expected ?? 0) / share.samples;
  const lagging = regions
    .filter((region) => region.samples > 0 && region.expected / region.samples < overall)
    .sort((a, b) => a.expected / a.samples - b.expected / b.samples)
    .slice(0, laggingMax)
    .map((region) => `${region.region} ${formatShare(region.expected, region.samples)}`);
  const behind = lagging.length === 0 ? "" : ` (${lagging.join(", ")})`;
  return ` at ${formatShare(share.counts.expected ?? 0, share.samples)}${behind}`;
}

/** A region that was taken away is not probed from again. */
function returned({ regions }: Notice): string {
  const back = regions.filter((region) => region.state !== "taken away");
  if (back.length > 0) return `probes again from ${listNames(back.map(({ region }) => region))}`;
  return `${listNames(regions.map(({ region }) => region))} taken away`;
}

function inRegions({ regions }: Notice): string {
  const failing = regions.filter((region) => region.state === "failing").map((region) => region.region);
  return failing.length === 0 ? "" : ` in ${listNames(failing)}`;
}
