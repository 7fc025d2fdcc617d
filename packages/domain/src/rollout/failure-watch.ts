/** Watches whether answers have become worse than they were before the new version came. */
import type { Instant } from "../glossary.ts";
import { quietRiseTest, type RiseTest, stepRiseTest, upperShare } from "./rise-test.ts";

/** How many answers were bad, of how many, before the new version answered. */
export type Baseline = { answers: number; hits: number };

/** A rise test with its end: `goodInRow` since the last hit, and when the last answer came that it watches. */
export type FailureWatch = { test: RiseTest; goodInRow: number; lastAt: Instant | null };

/** A watch before its first answer. */
export const quietWatch: FailureWatch = { test: quietRiseTest, goodInRow: 0, lastAt: null };

/** A rise smaller than this many points is not worth waking anybody. */
const floorPoints = 0.05;
/** Above this nothing can be provably worse. */
const limitMax = 0.95;

/** The share of bad answers that the baseline leaves possible, and at least five points more than it showed. */
export function failureLimit({ answers, hits }: Baseline): number {
  const seen = answers === 0 ? 0 : hits / answers;
  return Math.min(limitMax, Math.max(seen + floorPoints, upperShare(hits, answers)));
}

/**
 * Takes one answer in. A proven rise ends when so many good answers follow in a row that the limit itself has become
 * improbable (5 %); then the watch starts anew.
 */
export function stepWatch(
  watch: FailureWatch,
  answer: { at: Instant; isHit: boolean },
  limits: { limit: number; risk: number },
): FailureWatch {
  if (limits.limit >= limitMax && watch.test.risen === null) return watch;
  const test = stepRiseTest(watch.test, answer, limits);
  const goodInRow = answer.isHit ? 0 : watch.goodInRow + 1;
  const isOver = test.risen !== null && goodInRow >= Math.ceil(3 / test.risen.limit);
  return {
    test: isOver ? { ...quietRiseTest, seen: test.seen } : test,
    goodInRow,
    lastAt: answer.at,
  };
}

/** What has not answered for so long, while others have, is not there any more. */
const goneAfterMs = 300_000;

/** True while what was last heard at this instant still answers, by the time of the last answer at all. */
export function isRecent(lastAt: Instant | null, lastAnswerAt: Instant): boolean {
  return lastAt !== null && lastAnswerAt - lastAt <= goneAfterMs;
}

/** True while a rise is proven and what it was proven of still answers. */
export function isRisen(watch: FailureWatch, lastAnswerAt: Instant): boolean {
  return watch.test.risen !== null && isRecent(watch.lastAt, lastAnswerAt);
}
