/**
 * When answers are no chance any more. A region that fails one probe in twenty while it is well fails two in a row
 * every few hours, and one that flaps never fails five in a row for long. So a region is failing
 *
 * - after a run of failures that its own history makes no chance: `rateⁿ ≤ chance`; or
 * - when every other answer failing explains the latest ones so much better than its history does: the score of
 *   Page's CUSUM test (1954), summed log-likelihood ratios that start anew at zero, reaches `ln(1 / chance)`;
 *
 * and it is well again after a run of good answers that is no chance for a region as bad as it was. Answers are
 * confirmed at once, so a longer run costs seconds.
 */
import type { HealthPolicy } from "./types.ts";

/** Answers of a region in one of its states, runs against the state left out; halved now and then, to follow. */
export type Tendency = { answers: number; odd: number };

/** Of one region at one look; a monitor probed every minute looks 525,600 times a year. */
const falseDownChance = 1e-7;
/** Of a region that is bad at one look: it would only be told a little early that it is well. */
const falseUpChance = 1e-3;
/** A region that fails as often as this is not well. */
const flapRate = 0.5;
/** However clean a history: two failures that are not in a row are no proof. */
const suspectRateMin = 0.01;
const failuresMax = 5;
const goodsMax = 10;

/** No history: two failures in a row are no chance, and so are two good answers after a plain outage. */
const wellPrior: Tendency = { answers: 100, odd: 0.02 };
const badPrior: Tendency = { answers: 2, odd: 0.1 };
/** A day or so: what has only begun is no habit yet. */
const wellMemory = 2000;
const badMemory = 100;

/** Failures in a row that make a well region failing; `well` counts its answers and failures while well. */
export function failuresNeeded(well: Tendency | undefined, policy: HealthPolicy): number {
  // Whoever asks for one wants to hear of one.
  if (policy.failureThreshold === 1) return 1;
  const byHistory = runOf(rate(well, wellPrior), falseDownChance);
  return Math.max(policy.failureThreshold, Math.min(failuresMax, Math.ceil(byHistory)));
}

/** What speaks for every other answer failing: the score, and the answers that made it, good ones `odd`. */
export type Suspicion = Tendency & { score: number };

/** Counts an answer of a well region; `undefined` when nothing speaks against it any more. */
export function suspect(
  before: Suspicion | undefined,
  well: Tendency | undefined,
  isFailed: boolean,
): Suspicion | undefined {
  const failing = Math.max(suspectRateMin, rate(well, wellPrior));
  const weight = isFailed ? Math.log(flapRate / failing) : Math.log(flapRate / (1 - failing));
  const score = (before?.score ?? 0) + weight;
  if (score <= 0) return undefined;
  return { score, answers: (before?.answers ?? 0) + 1, odd: (before?.odd ?? 0) + (isFailed ? 0 : 1) };
}

/** True when the score is no chance, and as many answers failed as are asked for in a row. */
export function isProven(suspicion: Suspicion | undefined, policy: HealthPolicy): boolean {
  if (suspicion === undefined) return false;
  const { score, answers, odd } = suspicion;
  return score >= Math.log(1 / falseDownChance) && answers - odd >= policy.failureThreshold;
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
