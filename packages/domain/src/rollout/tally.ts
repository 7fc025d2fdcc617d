/**
 * What the answers of one monitor in one region add up to, in the order in which they were *scheduled*. Counted by
 * arrival, slow old instances would let fast new answers pass and fake a clean run; so nothing enters here before
 * everything that was scheduled earlier (see `watermark.ts`).
 */
import type { Instant } from "../glossary.ts";
import { type CleanRun, isProvenBy } from "./clean-run.ts";
import {
  type Baseline,
  type FailureWatch,
  failureLimit,
  isRisen,
  quietWatch,
  stepWatch,
} from "./failure-watch.ts";
import { quietRiseTest, type RiseTest, stepRiseTest } from "./rise-test.ts";
import type { Sample } from "./sample.ts";
import type { RolloutPolicy } from "./types.ts";

export type Tally = {
  /** Answers that extended or broke a run. */
  seen: number;
  /** Expected answers in a row. */
  run: CleanRun;
  /** Answers of earlier versions in a row. */
  backRun: CleanRun;
  hasSeenExpected: boolean;
  /** The run proved this part; revoked when the old version provably returns. */
  doneAt: Instant | null;
  /** After `doneAt`: does a share ≥ the tolerance answer something else? */
  returned: RiseTest;
  /** What else answered since the last suspicion began. */
  returnedAs: { earlier: number; other: number };
  /** All answers before the new one came; `silent` failures told no version. */
  baseline: Baseline & { silent: number; latenciesMs: number[] };
  failing: FailureWatch;
  /** Failures among the answers of the expected version alone. */
  failingNew: FailureWatch;
  slow: FailureWatch;
  lastAt: Instant | null;
};

/** What a tally must know beside the sample itself. */
export type TallyRules = {
  policy: RolloutPolicy;
  /** The risk of each of the watches, its share of the whole deploy's. */
  watchRisk: number;
  /** Answers scheduled before this are a baseline even when they carry the expected version. */
  baselineUntil: Instant;
};

const noRun: CleanRun = { startedAfter: 0, clean: 0, silent: 0 };

export const emptyTally: Tally = {
  seen: 0,
  run: noRun,
  backRun: noRun,
  hasSeenExpected: false,
  doneAt: null,
  returned: quietRiseTest,
  returnedAs: { earlier: 0, other: 0 },
  baseline: { answers: 0, hits: 0, silent: 0, latenciesMs: [] },
  failing: quietWatch,
  failingNew: quietWatch,
  slow: quietWatch,
  lastAt: null,
};

/** Takes the next sample in. `counts` is false for one whose tick may be incomplete: it can break a run, not extend it. */
export function addToTally(tally: Tally, sample: Sample, rules: TallyRules, counts: boolean): Tally {
  const watched = watchQuality(tally, sample, rules);
  const counted = countVersion(watched, sample, counts);
  const judged = judgeReturn(judgeDone(counted, sample, rules), sample, rules);
  return { ...judged, lastAt: sample.at };
}

function countVersion(tally: Tally, sample: Sample, counts: boolean): Tally {
  if (!sample.ok && sample.version === "unreadable") {
    const { run, backRun } = tally;
    return {
      ...tally,
      run: { ...run, silent: run.silent + 1 },
      backRun: { ...backRun, silent: backRun.silent + 1 },
    };
  }
  const seen = tally.seen + 1;
  const broken: CleanRun = { startedAfter: seen, clean: 0, silent: 0 };
  const isExpected = sample.version === "expected";
  const step = (run: CleanRun, isClean: boolean) => {
    if (!isClean) return broken;
    return sample.ok && counts ? { ...run, clean: run.clean + 1 } : run;
  };
  return {
    ...tally,
    seen,
    run: step(tally.run, isExpected),
    backRun: step(tally.backRun, sample.isEarlier),
    hasSeenExpected: tally.hasSeenExpected || isExpected,
  };
}

function judgeDone(tally: Tally, sample: Sample, { policy }: TallyRules): Tally {
  if (tally.doneAt !== null || !isProvenBy(tally.run, tally.baseline, policy)) return tally;
  const isWorse = isRisen(tally.failing, sample.at) || isRisen(tally.failingNew, sample.at);
  if (isWorse) return tally;
  return { ...tally, doneAt: sample.at, returned: quietRiseTest, returnedAs: { earlier: 0, other: 0 } };
}

function judgeReturn(tally: Tally, sample: Sample, { policy }: TallyRules): Tally {
  if (tally.doneAt === null || sample.at === tally.doneAt || sample.version === "unreadable") return tally;
  const isHit = sample.version !== "expected";
  const returned = stepRiseTest(
    tally.returned,
    { at: sample.at, isHit },
    { limit: policy.tolerance, risk: policy.risk },
  );
  if (!isHit) return { ...tally, returned };
  const before = tally.returned.suspicion === null ? { earlier: 0, other: 0 } : tally.returnedAs;
  const returnedAs = {
    earlier: before.earlier + (sample.isEarlier ? 1 : 0),
    other: before.other + (sample.isEarlier ? 0 : 1),
  };
  return { ...tally, returned, returnedAs, doneAt: returned.risen === null ? tally.doneAt : null };
}

/** The first answers of a watch are believed as they come: the service may have been failing before. */
const warmUpAnswers = 15;
/** Enough latencies for a p95, few enough to store. */
const latenciesMax = 40;
const latenciesMin = 20;

function watchQuality(tally: Tally, sample: Sample, rules: TallyRules): Tally {
  if (sample.isBlocked) return tally;
  const isExpected = sample.version === "expected";
  const isBefore = sample.at < rules.baselineUntil || !(tally.hasSeenExpected || isExpected);
  const limits = { limit: failureLimit(tally.baseline), risk: rules.watchRisk };
  const hit = { at: sample.at, isHit: !sample.ok };
  const isWarmingUp = isBefore && tally.baseline.answers < warmUpAnswers;
  const failing = isWarmingUp ? tally.failing : stepWatch(tally.failing, hit, limits);
  const failingNew = isExpected ? stepWatch(tally.failingNew, hit, limits) : tally.failingNew;
  const isUsual = isBefore && failing.test.suspicion === null && failing.test.risen === null;
  return {
    ...tally,
    failing,
    failingNew,
    slow: isExpected && sample.ok && !isBefore ? watchLatency(tally, sample, rules) : tally.slow,
    baseline: isUsual ? addToBaseline(tally, sample) : tally.baseline,
  };
}

/** A suspicion that came to nothing was usual after all, so its answers join the baseline with the one that ended it. */
function addToBaseline({ baseline, failing }: Tally, sample: Sample): Tally["baseline"] {
  const dropped = failing.test.suspicion;
  const hasRoom = sample.ok && baseline.latenciesMs.length < latenciesMax;
  return {
    answers: baseline.answers + 1 + (dropped?.answers ?? 0),
    hits: baseline.hits + (sample.ok ? 0 : 1) + (dropped?.hits ?? 0),
    silent: baseline.silent + (isSilent(sample) ? 1 : 0) + (dropped?.hits ?? 0),
    latenciesMs: hasRoom ? [...baseline.latenciesMs, sample.ms] : baseline.latenciesMs,
  };
}

function isSilent(sample: Sample): boolean {
  return !sample.ok && sample.version === "unreadable";
}

function watchLatency(tally: Tally, sample: Sample, rules: TallyRules): FailureWatch {
  const slowMs = slowLimitMs(tally);
  if (slowMs === null) return tally.slow;
  const hit = { at: sample.at, isHit: sample.ms > slowMs };
  return stepWatch(tally.slow, hit, { limit: 0.05, risk: rules.watchRisk });
}

/** Above this an answer is slow: 1.5 times the baseline's p95 and 100 ms more; `null` without a baseline. */
export function slowLimitMs({ baseline }: Tally): number | null {
  const before = baselineP95Ms(baseline.latenciesMs);
  return before === null ? null : Math.max(1.5 * before, before + 100);
}

function baselineP95Ms(latenciesMs: readonly number[]): number | null {
  if (latenciesMs.length < latenciesMin) return null;
  const sorted = [...latenciesMs].sort((a, b) => a - b);
  return sorted[Math.floor(0.95 * sorted.length)] ?? null;
}
