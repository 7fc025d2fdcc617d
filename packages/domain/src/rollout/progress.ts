/**
 * When a rollout last provably moved, and whether it has fallen behind its own pace.
 *
 * *Proven progress* is one of: the start; the first expected answer in a monitor and region; a monitor and region
 * proven done; a share of expected answers that is three standard errors higher than right after the last progress.
 * The share is the mean over all monitors and regions, so that no part outvotes another. It is always measured after
 * the mark it is compared with: the answers that proved a gain were lucky ones, and would make the next look bad.
 */
import type { Instant } from "../glossary.ts";
import { type HistorySlice, historySpanMs } from "./history.ts";

/** The last proven progress, and what had been proven by then. */
export type Progress = {
  /** The last proven progress. */
  at: Instant;
  kind: "started" | "announced_again" | "first_seen" | "gain" | "part_done" | "at_target";
  /** Parts that were seen and proven by then. */
  seen: string[];
  done: string[];
  /** The highest share that was ever proven. */
  peakShare: number;
};

/** One verifying monitor and region as the progress rules see it. */
export type ProgressPart = {
  key: string;
  isSeen: boolean;
  isDone: boolean;
  history: readonly HistorySlice[];
};

/** A mean share over parts, with its variance and the answers behind it. */
export type MeanShare = { share: number; variance: number; answers: number };

const provenErrors = 3;

/** Moves the last progress forward if anything has provably moved since. */
export function advanceProgress(progress: Progress, parts: readonly ProgressPart[], now: Instant): Progress {
  const seen = parts.filter((part) => part.isSeen).map((part) => part.key);
  const done = parts.filter((part) => part.isDone).map((part) => part.key);
  const { before, after, spanMs } = compareEnds(progress, parts, now);
  const proven = after.share - provenErrors * Math.sqrt(after.variance);
  const peakShare = after.answers === 0 ? progress.peakShare : Math.max(progress.peakShare, proven);
  const next = { at: now, seen, done, peakShare };
  if (done.some((key) => !progress.done.includes(key))) return { ...next, kind: "part_done" };
  if (seen.some((key) => !progress.seen.includes(key))) return { ...next, kind: "first_seen" };
  const error = Math.sqrt(before.variance + after.variance);
  const isGain =
    spanMs >= spanMinMs && before.answers > 0 && after.share - before.share > provenErrors * error;
  return isGain ? { ...next, kind: "gain" } : { ...progress, done, peakShare };
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
  const from = now - spanMs;
  return {
    before: meanShare(parts, from, from + spanMs / 3),
    after: meanShare(parts, now - spanMs / 3, now),
    spanMs,
  };
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
  const sum = (of: (count: { expected: number; answers: number }) => number) =>
    counts.reduce((total, count) => total + of(count), 0);
  const count = Math.max(1, counts.length);
  const variance = sum(({ expected, answers }) => {
    const drawn = (expected + 1) / (answers + 2);
    return (drawn * (1 - drawn)) / answers;
  });
  return {
    share: sum(({ expected, answers }) => expected / answers) / count,
    variance: variance / count ** 2,
    answers: sum(({ answers }) => answers),
  };
}

function sumHistory(
  history: readonly HistorySlice[],
  from: Instant,
  to: Instant,
): { expected: number; answers: number } {
  const sum = { expected: 0, answers: 0 };
  for (const slice of history) {
    if (slice.at < from || slice.at > to) continue;
    sum.expected += slice.expected;
    sum.answers += slice.answers;
  }
  return sum;
}

/** A pace measured over less than this would be that of a single step. */
const paceSpanMinMs = 10_000;
/** Even where every answer should be new by now, a few stragglers are met. */
const varianceMin = 0.02;

/** `unknown`: nothing answers as expected, so there is no pace to fall behind. */
export type PaceReading = "behind" | "keeping" | "unknown";

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
  const middleOfBefore = now - (spanMs * 5) / 6;
  const pace = before.share / Math.max(paceSpanMinMs, middleOfBefore - startedAt);
  const reached = before.share + (pace * (spanMs * 2)) / 3 / 2;
  const due = Math.min(1, reached);
  const isSurelyComplete = reached - 3 * Math.sqrt(before.variance) >= 1;
  const dueVariance = Math.max(varianceMin, due * (1 - due)) / after.answers;
  const variance = dueVariance + (isSurelyComplete ? 0 : before.variance);
  return due - after.share > errors * Math.sqrt(variance) ? "behind" : "keeping";
}
