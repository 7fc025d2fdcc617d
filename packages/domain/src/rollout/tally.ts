/**
 * What the answers of one monitor in one region add up to, in the order in which they were *scheduled*. Counted by
 * arrival, slow old instances would let fast new answers pass and fake a clean run; so nothing enters here before
 * everything that was scheduled earlier (see `watermark.ts`).
 */
import type { Instant } from "../glossary.ts";
import { breakRun, type CleanRun, extendRun, isProvenBy, noRun } from "./clean-run.ts";
import { addToQuality, emptyQuality, isFailing, type Quality, silentBefore } from "./quality.ts";
import { quietRiseTest, type RiseTest, stepRiseTest } from "./rise-test.ts";
import type { Sample } from "./sample.ts";
import type { RolloutPolicy } from "./types.ts";

/** The counts of one monitor and region, and the tests that run over them; plain JSON. */
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
  quality: Quality;
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

/** A tally before its first sample. */
export const emptyTally: Tally = {
  seen: 0,
  run: noRun,
  backRun: noRun,
  hasSeenExpected: false,
  doneAt: null,
  returned: quietRiseTest,
  returnedAs: { earlier: 0, other: 0 },
  quality: emptyQuality,
  lastAt: null,
};

/** Takes the next sample in. `counts` is false for one whose tick may be incomplete: it can break a run, not extend it. */
export function addToTally(tally: Tally, sample: Sample, rules: TallyRules, counts: boolean): Tally {
  const hasCome = tally.hasSeenExpected || sample.version === "expected";
  const isBefore = sample.at < rules.baselineUntil || !hasCome;
  const quality = addToQuality(tally.quality, sample, isBefore, rules.watchRisk);
  const counted = countVersion({ ...tally, quality }, sample, counts);
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
  const isExpected = sample.version === "expected";
  const step = (run: CleanRun, isClean: boolean) => {
    if (!isClean) return breakRun(run, seen);
    return sample.ok && counts ? extendRun(run) : run;
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
  if (tally.doneAt !== null || !isProvenBy(tally.run, silentBefore(tally.quality), policy)) return tally;
  if (isFailing(tally.quality, sample.at)) return tally;
  return { ...tally, doneAt: sample.at, returned: quietRiseTest, returnedAs: { earlier: 0, other: 0 } };
}

function judgeReturn(tally: Tally, sample: Sample, { policy }: TallyRules): Tally {
  if (tally.doneAt === null || sample.version === "unreadable") return tally;
  const isHit = sample.version !== "expected";
  // A tick is judged as a whole.
  if (sample.at === tally.doneAt) return isHit ? { ...tally, doneAt: null } : tally;
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
