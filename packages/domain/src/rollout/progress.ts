/**
 * When a rollout last provably moved, and whether it has fallen behind its own pace.
 *
 * *Proven progress* is one of: the start; the first expected answer in a monitor and region; a monitor and region
 * proven done; a share of expected answers that is higher than at the last progress by three standard errors. The
 * share is the mean over all monitors and regions, so that no part outvotes another.
 */
import type { Instant } from "../glossary.ts";
import type { HistorySlice } from "./slices.ts";

export type Progress = {
  /** The last proven progress. */
  at: Instant;
  kind: "started" | "first_seen" | "gain" | "part_done";
  /** The mean share of expected answers then, and how many answers stand behind it; 0 of 0 before the first gain. */
  share: number;
  answers: number;
  /** Parts that were seen and proven by then. */
  seen: string[];
  done: string[];
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

const gainErrors = 3;

/** Moves the last progress forward if anything has provably moved since. */
export function advanceProgress(progress: Progress, parts: readonly ProgressPart[], now: Instant): Progress {
  const seen = parts.filter((part) => part.isSeen).map((part) => part.key);
  const done = parts.filter((part) => part.isDone).map((part) => part.key);
  const recent = meanShare(parts, now - windowMs(progress, now), now);
  const next = { ...progress, at: now, seen, done, share: recent.share, answers: recent.answers };
  if (done.some((key) => !progress.done.includes(key))) return { ...next, kind: "part_done" };
  if (isGain(progress, recent)) return { ...next, kind: "gain" };
  if (seen.some((key) => !progress.seen.includes(key))) {
    return { ...progress, at: now, kind: "first_seen", seen };
  }
  return progress;
}

function isGain(progress: Progress, recent: MeanShare): boolean {
  const error = Math.sqrt(recent.variance + markVariance(progress));
  return recent.answers > 0 && recent.share - progress.share > gainErrors * error;
}

/** Over how long the present share is taken: half the time since the last progress, 20 s to 5 min. */
export function windowMs(progress: Progress, now: Instant): number {
  return Math.min(300_000, Math.max(20_000, (now - progress.at) / 2));
}

/** The mean over the parts that answered in the window; shares of few answers are drawn towards the middle a little. */
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

function markVariance({ share, answers }: Progress): number {
  return answers === 0 ? 0 : (share * (1 - share)) / answers;
}

/** A pace measured over less than this would be that of a single step. */
const paceSpanMinMs = 10_000;
/** Even a share that should be 1 by now is met by a few stragglers. */
const varianceMin = 0.02;

/**
 * True when the present share is below what half the rollout's own pace would have reached since the last progress,
 * by `errors` standard errors. Without a pace (nothing gained yet) there is nothing to fall behind.
 */
export function isBehindPace(
  progress: Progress,
  parts: readonly ProgressPart[],
  { startedAt, now, errors }: { startedAt: Instant; now: Instant; errors: number },
): boolean {
  const windowSpanMs = windowMs(progress, now);
  const recent = meanShare(parts, now - windowSpanMs, now);
  if (progress.share === 0 || recent.answers === 0) return false;
  const pace = progress.share / Math.max(paceSpanMinMs, progress.at - startedAt);
  const elapsedMs = Math.max(0, now - windowSpanMs / 2 - progress.at);
  const due = Math.min(1, progress.share + (pace * elapsedMs) / 2);
  const isDueComplete = due === 1;
  const variance =
    Math.max(varianceMin, due * (1 - due)) / recent.answers + (isDueComplete ? 0 : markVariance(progress));
  return due - recent.share > errors * Math.sqrt(variance);
}
