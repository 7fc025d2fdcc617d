import type { Instant } from "../glossary.ts";
import type { HealthPolicy, HealthVerdict, RegionHealth } from "./types.ts";

/**
 * What `judgeHealth` would say at `now` of a monitor that was up at its last judgement, `before`, when everything it has
 * answered since was well: the same, heard of later. `newest` is when the newest answer of each region was scheduled.
 * `null` where that cannot be known from the verdict alone: the answers are to be folded and judged.
 */
export function stayUp(
  before: HealthVerdict,
  policy: HealthPolicy,
  newest: Readonly<Record<string, Instant>>,
  now: Instant,
): HealthVerdict | null {
  const { health, decided = "up", regions, confirmIn } = before;
  const isUp = health === "up" && decided === "up" && policy.enabled && confirmIn.length === 0;
  if (!isUp || !areThose(regions, policy.regions)) return null;
  // Somebody who was asked to confirm something owes an answer, or the settings have changed.
  if (before.nextJudgeAt !== firstStaleAt(regions, policy)) return null;
  const later = regions.map((region) => {
    const lastAt = Math.max(region.lastAt ?? 0, newest[region.region] ?? 0);
    const isHeard = lastAt > (region.lastAt ?? 0);
    if (region.state === "no_data") return isHeard || region.wasFailing ? null : region;
    return now - lastAt <= policy.freshMs ? { ...region, lastAt } : null;
  });
  if (later.some((region) => region === null)) return null;
  const heard = later.filter((region) => region !== null);
  return { ...before, regions: heard, nextJudgeAt: firstStaleAt(heard, policy) };
}

function areThose(regions: readonly RegionHealth[], names: readonly string[]): boolean {
  return regions.length === names.length && regions.every(({ region }, i) => region === names[i]);
}

/** When the first of the regions that answer has been silent for too long. */
function firstStaleAt(regions: readonly RegionHealth[], policy: HealthPolicy): Instant | null {
  const lastAts = regions.flatMap(({ state, lastAt }) =>
    state === "no_data" || lastAt === null ? [] : [lastAt],
  );
  return lastAts.length === 0 ? null : Math.min(...lastAts) + policy.freshMs + 1;
}
