import type { Slice } from "./slices.ts";
import type { RolloutCell } from "./state.ts";

/** How many of how many answers failed. */
export type FailedOf = { failed: number; answers: number };

/** Answers of a window that carried the expected version, and those that carried another. */
export function answersByVersion({ marks, failed }: Slice): { expected: FailedOf; old: FailedOf } {
  const oldFailed = failed.previous + failed.other;
  return {
    expected: { failed: failed.expected, answers: marks.expected + failed.expected },
    old: { failed: oldFailed, answers: marks.previous + marks.other + oldFailed },
  };
}

/** What these cells answered before the new version came. */
export function answersBefore(cells: readonly RolloutCell[]): FailedOf {
  const sum = { failed: 0, answers: 0 };
  for (const { tally } of cells) {
    sum.failed += tally.quality.baseline.hits;
    sum.answers += tally.quality.baseline.answers;
  }
  return sum;
}
