import type { Instant } from "../glossary.ts";
import { formatDuration, listNames } from "../words/index.ts";
import type { LostRegion, ProbeOutageChange } from "./types.ts";

/** What a message about a probe outage says: what it means first, then what happened. Whole sentences. */
export type ProbeOutageWords = { impact: string; summary: string };

/** Words one change of a probe outage. Times of day are UTC. */
export function describeProbeOutage(change: ProbeOutageChange, now: Instant): ProbeOutageWords {
  return change.type === "lost" ? lostWords(change, now) : backWords(change, now);
}

type Change<T extends ProbeOutageChange["type"]> = Extract<ProbeOutageChange, { type: T }>;

function lostWords({ regions, present }: Change<"lost">, now: Instant): ProbeOutageWords {
  const names = listNames(regions.map(({ region }) => region));
  const what = regions.map((lost) => `${lost.region} ${lostText(lost, now)}.`).join(" ");
  if (present.length === 0)
    return {
      impact: "Nothing is being checked: no region is left to probe from. Verdicts wait, users may be well",
      summary: `${what} Until one returns, a problem of a service would go unnoticed.`,
    };
  const others = present.length === 1 ? `${present[0]} goes on` : `the other ${present.length} regions go on`;
  return {
    impact: `Verdicts wait in ${names}; ${others}. This says nothing about your services`,
    summary: `${what} A lost region is left out of every quorum; rollouts wait for it.`,
  };
}

/** "has had no prober since 12:04 UTC (1 min 30 s)". */
function lostText({ how, since }: LostRegion, now: Instant): string {
  const clock = `${new Date(since).toISOString().slice(11, 16)} UTC`;
  const what = how === "silent" ? "has had no prober" : "has had no connection of its own";
  return `${what} since ${clock} (${formatDuration(now - since)})`;
}

function backWords({ regions, stillLost }: Change<"back">, now: Instant): ProbeOutageWords {
  const back = regions.filter((region) => !region.isRemoved);
  const removed = regions.filter((region) => region.isRemoved);
  const gone = listNames(stillLost.map(({ region }) => region));
  const rest = stillLost.length === 0 ? "" : `; ${gone} still ${stillLost.length === 1 ? "is" : "are"} not`;
  return {
    impact:
      back.length === 0
        ? `Nothing waits for ${names(removed)} any more`
        : `${names(back)} ${back.length === 1 ? "is" : "are"} probed from again${rest}`,
    summary: [
      ...back.map(({ region, since }) => `${region} was lost for ${formatDuration(now - since)}.`),
      ...removed.map(({ region }) => `${region} was taken away: nothing is probed from there.`),
    ].join(" "),
  };
}

function names(regions: readonly LostRegion[]): string {
  return listNames(regions.map(({ region }) => region));
}
