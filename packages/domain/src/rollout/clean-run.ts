/** How long a run of clean answers must be before it proves that a share of other answers is gone. */
import type { RolloutPolicy } from "./types.ts";

type Proof = Pick<RolloutPolicy, "tolerance" | "risk">;

/**
 * The evidence, in nats, that a run must carry when it starts after `startedAfter` samples. The risk of the whole
 * endless watch is spent over all possible starts: with p·α / (p·(s+2)·log₂²(s+2)) at start s the sum stays below α,
 * whenever somebody looks and however long the watch lasts.
 */
export function evidenceNeeded(startedAfter: number, { tolerance, risk }: Proof): number {
  if (startedAfter === 0) return Math.log(2 / risk);
  const starts = startedAfter + 2;
  return Math.log((tolerance * starts * Math.log2(starts) ** 2) / risk);
}

/** The same as a number of clean answers: `n(s)`, for a run with no failed answer in it. */
export function cleanRunNeeded(startedAfter: number, proof: Proof): number {
  return Math.ceil(evidenceNeeded(startedAfter, proof) / -Math.log(1 - proof.tolerance));
}

/** A run of clean answers in scheduled order; `silent` counts failed answers in it that told no version. */
export type CleanRun = { startedAfter: number; clean: number; silent: number };

/** Below this failure rate a baseline of a few dozen answers cannot be told from none. */
const baselineFloor = 0.01;

/**
 * True when the run proves that less than `tolerance` of the traffic still goes elsewhere. Failed answers neither
 * extend nor break a run, but they could hide an old instance that hangs: with failures in it, the run must also
 * make "the tolerance failed on top of the baseline" as improbable as it makes old answers.
 */
export function isProvenBy(run: CleanRun, baselineSilentRate: number, proof: Proof): boolean {
  if (run.clean < cleanRunNeeded(run.startedAfter, proof)) return false;
  if (run.silent === 0) return true;
  const usual = Math.max(baselineSilentRate, baselineFloor);
  const hiding = Math.min(0.99, baselineSilentRate + proof.tolerance);
  const evidence = run.clean * Math.log((1 - usual) / (1 - hiding)) + run.silent * Math.log(usual / hiding);
  return evidence >= evidenceNeeded(run.startedAfter, proof);
}
