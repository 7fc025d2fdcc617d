/** How long a run of clean answers must be before it proves that a share of other answers is gone. */
import { upperShare } from "./rise-test.ts";
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

/** Silent failures before the new version came: how many there usually are. */
export type SilentBaseline = { silent: number; answers: number };

/** Below this failure rate a baseline of a few dozen answers cannot be told from none. */
const usualMin = 0.01;

/**
 * True when the run proves that less than `tolerance` of the traffic still goes elsewhere. Failed answers neither
 * extend nor break a run, but they could hide an old instance that hangs: with failures in it, the run must also
 * make "the tolerance failed on top of the baseline" as improbable as it makes old answers.
 */
export function isProvenBy(run: CleanRun, baseline: SilentBaseline, proof: Proof): boolean {
  if (run.clean < cleanRunNeeded(run.startedAfter, proof)) return false;
  return (
    run.silent === 0 || evidenceAgainstHiding(run, baseline, proof) >= evidenceNeeded(run.startedAfter, proof)
  );
}

/**
 * The log likelihood ratio of "failures are as usual" against "the tolerance hides among them". The usual rate is the
 * run's own where the baseline leaves room for it; half a log of the length pays for having chosen it afterwards.
 */
function evidenceAgainstHiding(run: CleanRun, baseline: SilentBaseline, { tolerance }: Proof): number {
  const { clean, silent } = run;
  const before = baseline.answers === 0 ? 0 : baseline.silent / baseline.answers;
  const now = Math.min(silent / (clean + silent), upperShare(baseline.silent, baseline.answers));
  const usual = Math.max(usualMin, before, now);
  const hiding = Math.min(0.99, before + tolerance);
  const ratio = clean * Math.log((1 - usual) / (1 - hiding)) + silent * Math.log(usual / hiding);
  return ratio - Math.log(clean + silent) / 2;
}
