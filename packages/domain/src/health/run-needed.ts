/**
 * How many answers in a row decide that a region has changed. A region that fails one probe in twenty while it is
 * well will fail two in a row every few hours; so a run must also be long enough to be no chance by the region's own
 * history: `rateⁿ ≤ chance`. Answers are confirmed at once, so a longer run costs seconds.
 */
import { quorumOf } from "./quorum.ts";
import type { HealthPolicy } from "./types.ts";

/** Answers of a region in one of its states, runs against the state left out; halved now and then, to follow. */
export type Tendency = { answers: number; odd: number };

/** Of the whole quorum at one look; a monitor probed every minute looks 525,600 times a year. */
const falseDownChance = 1e-7;
/** Of a region that is bad at one look: it would only be told a little early that it is well. */
const falseUpChance = 1e-3;
const failuresMax = 5;
const goodsMax = 10;

/** No history: two failures in a row are no chance, and so are two good answers after a plain outage. */
const wellPrior: Tendency = { answers: 100, odd: 0.02 };
const badPrior: Tendency = { answers: 2, odd: 0.1 };
const wellMemory = 400;
const badMemory = 100;

/** Failures in a row that make a well region failing; `well` counts its answers and failures while well. */
export function failuresNeeded(well: Tendency | undefined, policy: HealthPolicy): number {
  // Whoever asks for one wants to hear of one.
  if (policy.failureThreshold === 1) return 1;
  const together = quorumOf(policy, policy.regions.length);
  const byHistory = runOf(rate(well, wellPrior), falseDownChance) / together;
  return Math.max(policy.failureThreshold, Math.min(failuresMax, Math.ceil(byHistory)));
}

/** Good answers in a row that make a failing region well; `bad` counts its answers and good ones while failing. */
export function goodsNeeded(bad: Tendency | undefined, policy: HealthPolicy): number {
  if (policy.recoveryThreshold === 1) return 1;
  const byHistory = runOf(rate(bad, badPrior), falseUpChance);
  return Math.max(policy.recoveryThreshold, Math.min(goodsMax, Math.ceil(byHistory)));
}

/** Counts a run that came to nothing, and the answer that ended it, while the region is well. */
export function countWell(well: Tendency | undefined, failures: number): Tendency {
  return halve(well, failures, wellMemory);
}

/** The same while the region is failing. */
export function countBad(bad: Tendency | undefined, goods: number): Tendency {
  return halve(bad, goods, badMemory);
}

function halve(known: Tendency = { answers: 0, odd: 0 }, odd: number, memory: number): Tendency {
  const counted = { answers: known.answers + odd + 1, odd: known.odd + odd };
  return counted.answers < memory ? counted : { answers: counted.answers / 2, odd: counted.odd / 2 };
}

function rate(known: Tendency = { answers: 0, odd: 0 }, prior: Tendency): number {
  return (known.odd + prior.odd) / (known.answers + prior.answers);
}

function runOf(rate: number, chance: number): number {
  return Math.log(chance) / Math.log(rate);
}
