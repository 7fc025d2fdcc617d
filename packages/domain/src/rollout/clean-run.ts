/**
 * How long a run of clean answers must be before it proves that a share of other answers is gone.
 *
 * Every run that begins with an old answer first has to qualify with twenty clean answers; what it proves, it proves
 * with those that follow. The j-th run to qualify may be wrong with ¾α · 1/(j(j+1)), and a run that nothing old ever
 * preceded with ¼α: together at most α, however long the watch and whenever somebody looks (union bound; the series
 * telescopes). Within a run the evidence is a likelihood ratio, which under "at least p of the traffic is old" exceeds
 * x at any time with probability at most 1/x (Ville 1939).
 *
 * Failed answers that tell no version neither extend nor break a run, but old instances that hang could hide among
 * them. With such failures the ratio compares "failures are as frequent as before the new version came" with the
 * likeliest way in which the rest of p could have failed on top of any background rate at all, judged over baseline
 * and run together (universal inference: Wasserman, Ramdas and Balakrishnan 2020). Where only part of the old share
 * hides, the rest would have to be met among the clean answers, which makes the ratio larger, not smaller.
 */
import { logBeta } from "./log-beta.ts";
import type { RolloutPolicy } from "./types.ts";

type Proof = Pick<RolloutPolicy, "tolerance" | "risk">;

/**
 * Expected answers in a row, in scheduled order. `startedAfter` counts the answers before it, `tries` the runs of this
 * watch that have qualified, `silent` failed answers that told no version: since it qualified, or since the start of
 * a run that needs not.
 */
export type CleanRun = { startedAfter: number; tries: number; clean: number; silent: number };

/** Silent failures before the new version came: how many there usually are. */
export type SilentBaseline = { silent: number; answers: number };

/** Clean answers before a run counts as a try. */
export const qualifyingAnswers = 20;

/** The watch before its first answer. */
export const noRun: CleanRun = { startedAfter: 0, tries: 0, clean: 0, silent: 0 };

/** The run after one more clean answer. */
export function extendRun(run: CleanRun): CleanRun {
  const clean = run.clean + 1;
  const isTry = run.startedAfter > 0 && clean === qualifyingAnswers;
  return isTry ? { ...run, clean, tries: triesOf(run) + 1, silent: 0 } : { ...run, clean };
}

/** The run that begins after another answer, the `seen`-th of the watch. */
export function breakRun(run: CleanRun, seen: number): CleanRun {
  return { startedAfter: seen, tries: triesOf(run), clean: 0, silent: 0 };
}

/** States of earlier releases did not count tries; there cannot have been more than answers. */
function triesOf(run: CleanRun): number {
  return (run.tries as number | undefined) ?? Math.floor(run.startedAfter / qualifyingAnswers);
}

/** The evidence, in nats, that this run must carry. One that has not qualified is told what its try will need. */
export function evidenceNeeded(run: CleanRun, { risk }: Proof): number {
  if (run.startedAfter === 0) return Math.log(4 / risk);
  const tries = Math.max(1, triesOf(run) + (run.clean < qualifyingAnswers ? 1 : 0));
  return Math.log((4 * tries * (tries + 1)) / (3 * risk));
}

/** How many clean answers this run needs in all when no answer fails. */
export function cleanRunNeeded(run: CleanRun, proof: Proof): number {
  const nats = evidenceNeeded(run, proof) + Math.LN2;
  return unproving(run) + Math.ceil(nats / -Math.log(1 - proof.tolerance));
}

function unproving({ startedAfter }: CleanRun): number {
  return startedAfter === 0 ? 0 : qualifyingAnswers;
}

/** True when the run proves that less than `tolerance` of the traffic still goes elsewhere. */
export function isProvenBy(run: CleanRun, baseline: SilentBaseline, proof: Proof): boolean {
  if (run.clean < cleanRunNeeded(run, proof)) return false;
  return evidenceOf(run, baseline, proof) >= evidenceNeeded(run, proof);
}

/** True when clean answers have done their part and only failures keep the run from proving anything. */
export function isHeldByFailures(run: CleanRun, proof: Proof): boolean {
  return run.silent > 0 && run.clean >= cleanRunNeeded(run, proof);
}

/** What is thought of the usual failure rate before anything was seen: none at all, or a few in a hundred. */
const usualPrior = { failed: 0.5, answered: 9.5 };

/**
 * The log of the likelihood ratio. Its numerator mixes "nothing ever fails" and a beta prior of the failure rate in
 * equal parts, its denominator is the largest likelihood that an old share of p, all of it silent, can reach.
 */
function evidenceOf(run: CleanRun, baseline: SilentBaseline, { tolerance }: Proof): number {
  const clean = run.clean - unproving(run);
  const failed = run.silent + baseline.silent;
  if (failed === 0) return -clean * Math.log(1 - tolerance) - Math.LN2;
  const answered = clean + baseline.answers - baseline.silent;
  const usual =
    logBeta(usualPrior.failed + failed, usualPrior.answered + answered) -
    logBeta(usualPrior.failed, usualPrior.answered) -
    Math.LN2;
  return usual - hidingLikelihood({ ...run, clean }, baseline, tolerance);
}

/**
 * The largest log likelihood of "each probe fails with b, or else meets a silent old instance with p" over all b. Its
 * derivative is a quadratic in b.
 */
function hidingLikelihood({ clean, silent }: CleanRun, baseline: SilentBaseline, p: number): number {
  const answered = clean + baseline.answers - baseline.silent;
  const all = answered + silent + baseline.silent;
  const half = baseline.silent * (1 - 2 * p) - answered * p + silent * (1 - p);
  const root = Math.sqrt(half ** 2 + 4 * (1 - p) * all * baseline.silent * p);
  const b = Math.max(0, (half + root) / (2 * (1 - p) * all));
  return (
    xLogY(baseline.silent, b) +
    xLogY(silent, b + p * (1 - b)) +
    answered * Math.log(1 - b) +
    clean * Math.log(1 - p)
  );
}

function xLogY(x: number, y: number): number {
  return x === 0 ? 0 : x * Math.log(y);
}
