import { isBurstSeq } from "../due/probe-seq.ts";
import type { HealthState, Instant } from "../glossary.ts";
import type { Observation } from "../observation.ts";
import { addAnswer, emptyStreak, type RegionStreak, toHealthAnswer } from "./region-streak.ts";
import type { Asked } from "./regions-to-ask.ts";
import type { HealthPolicy } from "./types.ts";

/** What is kept of a monitor's health between judgements; plain JSON. */
export type HealthFold = {
  regions: Record<string, RegionStreak>;
  /** The last decision; it outlives times without data. */
  decided: "up" | "down" | "advisory" | "unknown";
  /** The last advisory had lasted long enough to be told; absent in what an older version stored. */
  advisoryDue?: boolean;
  /** What was last shown, and since when. */
  shown: HealthState;
  since: Instant;
  /** When regions were last asked to confirm something; absent in what an older version stored. */
  asked?: Record<string, Asked>;
};

/** The health of a monitor that has not been probed. */
export function startHealth(now: Instant): HealthFold {
  return { regions: {}, decided: "unknown", shown: "unknown", since: now, asked: {} };
}

/**
 * Takes observations of one monitor in, in any order and any number of times: the result is the same. Probes of a
 * burst and cache-busted ones are left out, they have another pace and another question.
 */
export function foldHealth(
  fold: HealthFold,
  policy: HealthPolicy,
  observations: readonly Observation[],
): HealthFold {
  const regions = { ...fold.regions };
  for (const observation of observations) {
    if (isBurstSeq(observation.seq) || observation.variant !== "plain") continue;
    const answer = toHealthAnswer(observation);
    if (answer === null) continue;
    regions[observation.region] = addAnswer(regions[observation.region] ?? emptyStreak, answer, policy);
  }
  return { ...fold, regions };
}
