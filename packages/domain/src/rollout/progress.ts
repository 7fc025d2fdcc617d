/**
 * When a rollout last provably moved, and whether it has fallen behind its own pace.
 *
 * *Proven progress* is one of: the start; a monitor or region that joins later, for which the clock starts then; the
 * first expected answer in a monitor and region; a monitor and region proven done; where answers name their instance,
 * one more instance than ever that serves the expected version; a share of expected answers that is three standard
 * errors higher than right after the last progress.
 * The share is the mean over all monitors and regions, so that no part outvotes another. It is always measured after
 * the mark it is compared with: the answers that proved a gain were lucky ones, and would make the next look bad.
 */
import type { Instant } from "../glossary.ts";
import { type HistorySlice, historySpanMs } from "./history.ts";

/** The last proven progress, and what had been proven by then. */
export type Progress = {
  /** When it was proven. */
  at: Instant;
  kind:
    | "started"
    | "announced_again"
    | "joined"
    | "first_seen"
    | "instance"
    | "gain"
    | "part_done"
    | "at_target";
  /** All parts there were by then; states of earlier releases did not keep them. */
  known?: string[];
  /** Parts that were seen and proven by then. */
  seen: string[];
  done: string[];
  /** The highest share that was ever proven. */
  peakShare: number;
  /** The most instances that ever served the expected version at once; missing while answers do not name theirs. */
  instances?: number;
  /** The longest time that one of them, or the first answer, took after the progress before. */
  longestGapMs?: number;
};

/** One verifying monitor and region as the progress rules see it. */
export type ProgressPart = {
  key: string;
  isSeen: boolean;
  isDone: boolean;
  history: readonly HistorySlice[];
};

/** A mean share over parts, with its variance, the answers behind it, and when they were asked for on average. */
export type MeanShare = { share: number; variance: number; answers: number; at: Instant };

const provenErrors = 3;
/** Once found stuck, chance alone must not take it back. */
const provenErrorsWhenStuck = 5;

/** Moves the last progress forward if anything has provably moved since. `replaced` counts instances, `null`: unknown. */
export function advanceProgress(
  progress: Progress,
  parts: readonly ProgressPart[],
  now: Instant,
  { isStuck = false, replaced = null }: { isStuck?: boolean; replaced?: number | null } = {},
): Progress {
  const seen = parts.filter((part) => part.isSeen).map((part) => part.key);
  const done = parts.filter((part) => part.isDone).map((part) => part.key);
  const { before, after, spanMs } = compareEnds(progress, parts, now);
  const proven = after.share - provenErrors * Math.sqrt(after.variance);
  const peakShare = after.answers === 0 ? progress.peakShare : Math.max(progress.peakShare, proven);
  const known = parts.map((part) => part.key);
  const instances = mostInstances(progress, replaced);
  const kept = { done, peakShare, known, ...instances };
  const next = { at: now, seen, longestGapMs: progress.longestGapMs, ...kept };
  const longestGapMs = Math.max(progress.longestGapMs ?? 0, now - progress.at);
  if (known.some((key) => progress.known?.includes(key) === false)) return { ...next, kind: "joined" };
  if (done.some((key) => !progress.done.includes(key))) return { ...next, kind: "part_done" };
  if (seen.some((key) => !progress.seen.includes(key))) return { ...next, kind: "first_seen", longestGapMs };
  if ((instances.instances ?? 0) > (progress.instances ?? Number.POSITIVE_INFINITY))
    return { ...next, kind: "instance", longestGapMs };
  const errors = isStuck ? provenErrorsWhenStuck : provenErrors;
  return spanMs >= spanMinMs && isGain(before, after, errors)
    ? { ...next, kind: "gain" }
    : { ...progress, ...kept };
}

function isGain(before: MeanShare, after: MeanShare, errors: number): boolean {
  const error = Math.sqrt(before.variance + after.variance);
  return before.answers > 0 && after.share - before.share > errors * error;
}

/** Whether the share grew by so many errors within the last `spanMs`, whenever progress was proven last. */
export function hasGained(
  parts: readonly ProgressPart[],
  { now, spanMs, errors }: { now: Instant; spanMs: number; errors: number },
): boolean {
  return isGain(...endsOf(parts, now, spanMs), errors);
}

function mostInstances({ instances }: Progress, replaced: number | null): Pick<Progress, "instances"> {
  if (replaced === null) return instances === undefined ? {} : { instances };
  return { instances: Math.max(instances ?? 0, replaced) };
}

/** Too short a span has too few answers at its ends for anything. */
const spanMinMs = 20_000;

/**
 * The first and the last third of the time since the last progress, at most as far back as is remembered. Nothing
 * before it is looked at: it is what has been proven already.
 */
function compareEnds(
  progress: Progress,
  parts: readonly ProgressPart[],
  now: Instant,
): { before: MeanShare; after: MeanShare; spanMs: number } {
  const spanMs = Math.min(historySpanMs, now - progress.at);
  const [before, after] = endsOf(parts, now, spanMs);
  return { before, after, spanMs };
}

function endsOf(parts: readonly ProgressPart[], now: Instant, spanMs: number): [MeanShare, MeanShare] {
  const from = now - spanMs;
  return [meanShare(parts, from, from + spanMs / 3), meanShare(parts, now - spanMs / 3, now)];
}

/** The mean over the parts that answered in the window; a share of few answers is taken to vary as a middling one. */
export function meanShare(
  parts: readonly Pick<ProgressPart, "history">[],
  from: Instant,
  to: Instant,
): MeanShare {
  const counts = parts
    .map(({ history }) => sumHistory(history, from, to))
    .filter(({ answers }) => answers > 0);
  const sum = (of: (count: HistorySum) => number) => counts.reduce((total, count) => total + of(count), 0);
  const count = Math.max(1, counts.length);
  const variance = sum(({ expected, answers }) => {
    const drawn = (expected + 1) / (answers + 2);
    return (drawn * (1 - drawn)) / answers;
  });
  return {
    share: sum(({ expected, answers }) => expected / answers) / count,
    variance: variance / count ** 2,
    answers: sum(({ answers }) => answers),
    // Probes come more densely while progress is in doubt, so this is not the middle of the window.
    at: sum(({ weighted, answers }) => weighted / answers) / count,
  };
}

/** `weighted` sums the instants of all answers. */
type HistorySum = { expected: number; answers: number; weighted: number };

function sumHistory(history: readonly HistorySlice[], from: Instant, to: Instant): HistorySum {
  const sum = { expected: 0, answers: 0, weighted: 0 };
  for (const slice of history) {
    if (slice.at < from || slice.at > to) continue;
    sum.expected += slice.expected;
    sum.answers += slice.answers;
    sum.weighted += slice.answers * slice.at;
  }
  return sum;
}

/** A pace measured over less than this would be that of a single step. */
const paceSpanMinMs = 10_000;
/** Even where every answer should be new by now, a few stragglers are met. */
const varianceMin = 0.02;

/**
 * `unknown`: nothing answers as expected, so there is no pace to fall behind. `complete`: by now all answers should be
 * new, and they are.
 */
export type PaceReading = "behind" | "keeping" | "complete" | "unknown";

/**
 * Whether the share is below what half the rollout's own pace would have reached since the last progress, by `errors`
 * standard errors.
 */
export function readPace(
  progress: Progress,
  parts: readonly ProgressPart[],
  { startedAt, now, errors }: { startedAt: Instant; now: Instant; errors: number },
): PaceReading {
  const { before, after, spanMs } = compareEnds(progress, parts, now);
  if (parts.every((part) => !part.isSeen)) return "unknown";
  if (spanMs < spanMinMs || before.answers === 0 || after.answers === 0) return "keeping";
  if (before.share === 0) return "unknown";
  const pace = before.share / Math.max(paceSpanMinMs, before.at - startedAt);
  const reached = before.share + (pace * (after.at - before.at)) / 2;
  const due = Math.min(1, reached);
  const isSurelyComplete = reached - 3 * Math.sqrt(before.variance) >= 1;
  const dueVariance = Math.max(varianceMin, due * (1 - due)) / after.answers;
  const variance = dueVariance + (isSurelyComplete ? 0 : before.variance);
  if (due - after.share > errors * Math.sqrt(variance)) return "behind";
  return isSurelyComplete && after.share === 1 ? "complete" : "keeping";
}

/** The level from which a pace goes on is that of the ten minutes before. */
const levelSpanMs = 600_000;

/**
 * By how many standard errors the last half of `spanMs` falls short of what the rollout's own pace would have reached,
 * going on from the level before; 0 when it has reached at least half of that, or when there is nothing to go on from.
 * Measured over fixed spans, so that it is not the luck of the last proof that it starts from.
 */
export function errorsBehind(
  parts: readonly ProgressPart[],
  { startedAt, now, spanMs }: { startedAt: Instant; now: Instant; spanMs: number },
): number {
  const until = now - spanMs;
  const from = Math.max(startedAt, until - levelSpanMs);
  if (until - from < spanMinMs) return 0;
  const before = meanShare(parts, from, until);
  const after = meanShare(parts, now - spanMs / 2, now);
  if (before.share === 0 || before.answers === 0 || after.answers === 0) return 0;
  const elapsedMs = Math.max(paceSpanMinMs, before.at - startedAt);
  const reach = (paceShare: number) => 1 + (until - before.at + paceShare * (after.at - until)) / elapsedMs;
  if (after.share >= Math.min(1, before.share * reach(0.5))) return 0;
  const due = Math.min(1, before.share * reach(1));
  // The pace is read from the same answers as the level, and goes wrong with it.
  const beforeError = Math.sqrt(before.variance) * reach(1);
  const isSurelyComplete = before.share * reach(1) - 3 * beforeError >= 1;
  const dueVariance = Math.max(varianceMin, due * (1 - due)) / after.answers;
  return (due - after.share) / Math.sqrt(dueVariance + (isSurelyComplete ? 0 : beforeError ** 2));
}
