/**
 * How good the answers of one monitor in one region are, against how good they were before the new version came. Fed
 * in scheduled order, like the tally it is part of.
 *
 * The answers of one tick are not independent: a blip of a second fails all of them, a stalled prober slows all of
 * them. So no tick weighs more than two failures in a test of failures, and one answer in the tests of slowness. What
 * comes after the second failure of a tick is left out, good or bad: dropping the failures alone would hide a release of
 * which one answer in eight fails behind the good ones of large ticks. The baseline, an estimate and no test, takes all.
 */
import type { Instant } from "../glossary.ts";
import type { SilentBaseline } from "./clean-run.ts";
import {
  type Baseline,
  type FailureWatch,
  failureLimit,
  isRisen,
  quietWatch,
  stepWatch,
} from "./failure-watch.ts";
import { runningEvidence } from "./rise-test.ts";
import type { Sample } from "./sample.ts";
import { latenciesMax, quietRanks, type Slowness, stepSlowness } from "./slowness.ts";

/** The tests of quality and what they compare with; plain JSON. */
export type Quality = Slowness & {
  /** Answers before the new version came, as far as they were usual. */
  baseline: Baseline;
  /** All of them, until failures had provably risen: what hidden old instances are told from. */
  before?: SilentBaseline;
  /** What the old version took lately, two answers a tick; goes on while old and new answer side by side. */
  oldLatenciesMs: number[];
  failing: FailureWatch;
  /** Failures among the answers of the expected version alone. */
  failingNew: FailureWatch;
  /** Answers of the present tick, and those of the expected version. */
  tick: { at: Instant; all: number; expected: number; failed?: number; failedNew?: number };
};

/** Quality before the first answer. */
export const emptyQuality: Quality = {
  baseline: { answers: 0, hits: 0 },
  oldLatenciesMs: [],
  failing: quietWatch,
  failingNew: quietWatch,
  slow: quietWatch,
  ranks: quietRanks,
  tick: { at: 0, all: 0, expected: 0 },
};

const failuresOfTickMax = 2;
/** A rollout that begins after 20 s would otherwise have ten latencies to be compared with. */
const latenciesOfTickMax = 2;
/** The first answers of a watch are believed as they come: the service may have been failing before. */
const warmUpAnswers = 15;

/** Takes the next sample in; `isBefore` while the new version has not answered, `risk` is that of each test. */
export function addToQuality(quality: Quality, sample: Sample, isBefore: boolean, risk: number): Quality {
  if (sample.isBlocked) return quality;
  const tick = tickOf(quality, sample);
  const isExpected = sample.version === "expected";
  const limits = { limit: failureLimit(quality.baseline), risk };
  const step = (watch: FailureWatch, failed: number) =>
    failed >= failuresOfTickMax ? watch : stepWatch(watch, { at: sample.at, isHit: !sample.ok }, limits);
  const isWarmingUp = isBefore && quality.baseline.answers < warmUpAnswers;
  const failing = isWarmingUp ? quality.failing : step(quality.failing, tick.failed);
  const isUsual = isBefore && failing.test.suspicion === null && failing.test.risen === null;
  return {
    baseline: isUsual ? addToBaseline(quality, sample) : quality.baseline,
    before: isBefore && failing.test.risen === null ? addSilent(quality, sample) : quality.before,
    oldLatenciesMs:
      isExpected || tick.all >= latenciesOfTickMax ? quality.oldLatenciesMs : addLatency(quality, sample),
    failing,
    failingNew: isExpected ? step(quality.failingNew, tick.failedNew) : quality.failingNew,
    ...(isExpected && tick.expected === 0 && !isBefore
      ? watchLatency(quality, sample, risk)
      : { slow: quality.slow, ranks: quality.ranks }),
    tick: countInTick(tick, sample),
  };
}

/** The counts of the sample's tick so far; states of earlier releases did not count its failures. */
function tickOf({ tick }: Quality, { at }: Sample): Required<Quality["tick"]> {
  return { all: 0, expected: 0, failed: 0, failedNew: 0, ...(tick.at === at && tick), at };
}

function countInTick(tick: Required<Quality["tick"]>, { ok, version }: Sample): Quality["tick"] {
  const [isFailed, isExpected] = [ok ? 0 : 1, version === "expected" ? 1 : 0];
  return {
    at: tick.at,
    all: tick.all + 1,
    expected: tick.expected + isExpected,
    failed: tick.failed + isFailed,
    failedNew: tick.failedNew + isExpected * isFailed,
  };
}

/** How often answers failed without telling a version before the new one came. */
export function silentBefore({ before, baseline }: Quality): SilentBaseline {
  // States of earlier releases kept no other count.
  return before ?? { silent: baseline.hits, answers: baseline.answers };
}

function addSilent(quality: Quality, { ok, version }: Sample): SilentBaseline {
  const { silent, answers } = silentBefore(quality);
  return { silent: silent + (!ok && version === "unreadable" ? 1 : 0), answers: answers + 1 };
}

/** A suspicion that came to nothing was usual after all: its answers join the baseline with the one that ended it. */
function addToBaseline({ baseline, failing }: Quality, sample: Sample): Quality["baseline"] {
  const dropped = failing.test.suspicion;
  return {
    answers: baseline.answers + 1 + (dropped?.answers ?? 0),
    hits: baseline.hits + (sample.ok ? 0 : 1) + (dropped?.hits ?? 0),
  };
}

function addLatency({ oldLatenciesMs }: Quality, sample: Sample): number[] {
  return sample.ok && !sample.isDelayed
    ? [...oldLatenciesMs, sample.ms].slice(-latenciesMax)
    : oldLatenciesMs;
}

function watchLatency(quality: Quality, sample: Sample, risk: number): Slowness {
  if (!sample.ok || sample.isDelayed) return { slow: quality.slow, ranks: quality.ranks };
  return stepSlowness(quality, sample, { oldLatenciesMs: quality.oldLatenciesMs, risk });
}

/** With so much evidence that the new version fails, it is worth waiting until it is proven or dropped. */
const suspectNats = 1;

/** True while failures look as if they had risen: worth asking more often, until it is proven or dropped. */
export function looksFailing({ failing, failingNew }: Quality): boolean {
  return [failing, failingNew].some(({ test }) => (runningEvidence(test) ?? 0) > suspectNats);
}

/** True while failures are proven to have risen, or those of the new version look like it: nothing is done that fails. */
export function isFailing({ failing, failingNew }: Quality, now: Instant): boolean {
  const isSuspect = (runningEvidence(failingNew.test) ?? 0) > suspectNats;
  return isSuspect || isRisen(failing, now) || isRisen(failingNew, now);
}
