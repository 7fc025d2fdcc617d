import type { Notice } from "@rollcall/domain/notice";
import { composeMessage, type Message } from "../message/compose-message.ts";
import { jsonBytes, keepWithin } from "../message/keep-within.ts";
import { regionLines } from "../message/region-lines.ts";

type Link = { href: string; text: string };

/** A body of PagerDuty's Events API v2 but for its routing key, and which of the two endpoints takes it. */
export type PagerdutyEvent =
  | { endpoint: "change"; event: { payload: ChangePayload; links: Link[] } }
  | { endpoint: "alert"; event: AlertEvent };

type AlertEvent = {
  event_action: "trigger" | "acknowledge" | "resolve";
  dedup_key: string;
  payload?: AlertPayload;
  links?: Link[];
  client?: string;
  client_url?: string;
};
type AlertPayload = ChangePayload & {
  severity: "critical" | "warning" | "info";
  component?: string;
  group?: string;
  class: string;
};
type ChangePayload = {
  summary: string;
  source: string;
  timestamp: string;
  custom_details: Record<string, unknown>;
};

/**
 * PagerDuty takes 512 KB, a summary of 1,024 characters and a `dedup_key` of 255; details beyond this are of no use to
 * who is woken up.
 */
const dedupKeyCharsMax = 255;
const regionsBytesMax = 20_000;

/**
 * What to post, in order. A problem triggers, a later one of the same incident updates the same alert, its recovery
 * resolves it, all by one `dedup_key`; that somebody takes it on acknowledges it. A test resolves itself at once. Good
 * news is a change event, which wakes nobody.
 */
export function renderPagerduty(notice: Notice): PagerdutyEvent[] {
  const message = composeMessage(notice);
  const payload: ChangePayload = {
    summary: message.headline,
    source: notice.service === "" ? "rollcall" : (message.facts[0]?.[1] ?? "rollcall"),
    timestamp: new Date(notice.at).toISOString(),
    custom_details: detailsOf(message),
  };
  const links = message.links.map(({ label, url }) => ({ href: url, text: label }));
  if (notice.tone === "info") return [{ endpoint: "change", event: { payload, links } }];
  const dedupKey = `rollcall:${notice.incidentId ?? notice.threadKey}`.slice(0, dedupKeyCharsMax);
  const follow = (action: "acknowledge" | "resolve"): PagerdutyEvent => ({
    endpoint: "alert",
    event: { event_action: action, dedup_key: dedupKey },
  });
  if (notice.tone === "recovery") return [follow("resolve")];
  if (notice.tone === "note") return [follow("acknowledge")];
  const trigger: AlertEvent = {
    event_action: "trigger",
    dedup_key: dedupKey,
    payload: {
      ...payload,
      severity: notice.severity ?? "info",
      class: notice.type,
      ...(notice.service !== "" && { component: notice.service.slice(0, 100) }),
      ...(notice.environment !== "" && { group: notice.environment.slice(0, 100) }),
    },
    links,
    client: "Rollcall",
    ...(links[0] && { client_url: links[0].href }),
  };
  return [
    { endpoint: "alert", event: trigger },
    ...(notice.telling?.acknowledgedBy === undefined ? [] : [follow("acknowledge")]),
    ...(notice.sample ? [follow("resolve")] : []),
  ];
}

function detailsOf(message: Message): Record<string, unknown> {
  const [cause] = message.causes;
  return {
    ...(message.sample && { test: "This is a test: nothing is wrong." }),
    impact: message.impact,
    ...(message.summary !== null && { summary: message.summary }),
    ...Object.fromEntries(message.facts.map(([label, value]) => [label.toLowerCase(), value])),
    ...(message.regions.length > 0 && {
      regions: keepWithin(regionLines(message), jsonBytes, regionsBytesMax),
    }),
    ...(cause && { "most likely cause": cause.title, evidence: cause.evidence, next: cause.next }),
  };
}
