import type { HealthState, Instant } from "../glossary.ts";
import { countOf, formatDuration, listNames } from "../words/index.ts";
import type { RegionHealth } from "./types.ts";

/** One or two sentences a human could say in the incident call, with the numbers behind them. */
export function healthSentence(
  health: HealthState,
  since: Instant,
  regions: readonly RegionHealth[],
  now: Instant,
): string {
  const failing = regions.filter((region) => region.state === "failing");
  const silent = regions.filter((region) => region.state === "no_data");
  const fresh = regions.length - silent.length;
  const noData = silent.length === 0 ? "" : ` No data from ${listNames(silent.map((r) => r.region))}.`;
  const held = silent.filter((region) => region.wasFailing);
  const length = formatDuration(now - since);
  switch (health) {
    case "paused":
      return "Paused: it is not probed.";
    case "maintenance":
      return `In maintenance for ${length}.`;
    case "unknown":
      return "Not probed yet.";
    case "no_data":
      return `No data for ${length}: ${silentText(silent, now)}.`;
    case "up":
      return `Up in ${inRegions(fresh - failing.length, fresh)}.${noData}`;
    case "advisory":
      return `${failingText(failing, held, now)}; ${inRegions(fresh - failing.length, fresh)} answer well.${noData}`;
    case "down":
      return `Down for ${length}: ${failing.length} of ${countOf(fresh, "region")} fail. ${failingText(failing, held, now)}.${noData}`;
  }
}

function inRegions(count: number, all: number): string {
  if (count === all) return all === 1 ? "the one region" : `all ${all} regions`;
  return `${count} of ${countOf(all, "region")}`;
}

function failingText(failing: readonly RegionHealth[], held: readonly RegionHealth[], now: Instant): string {
  const [first] = [...failing].sort((a, b) => (a.since ?? now) - (b.since ?? now));
  if (first === undefined) {
    if (held.length === 0) return "No region fails any more, recovery is being confirmed";
    const they = held.length === 1 ? "it was" : "they were";
    return `${listNames(held.map((region) => region.region))} failed when ${they} last heard`;
  }
  const others = failing.filter((region) => region !== first).map((region) => region.region);
  const names = others.length === 0 ? "" : ` (also ${listNames(others)})`;
  return `${first.region} has failed for ${formatDuration(now - (first.since ?? now))}: ${first.lastFailure}${names}`;
}

function silentText(silent: readonly RegionHealth[], now: Instant): string {
  const [first] = [...silent].sort((a, b) => (a.lastAt ?? 0) - (b.lastAt ?? 0));
  if (first === undefined || first.lastAt === null) return "no region has answered";
  const heard = `last heard from ${first.region} ${formatDuration(now - first.lastAt)} ago`;
  return silent.length === 1 ? heard : `${silent.length} regions are silent, ${heard}`;
}
