/**
 * Since when a judge has been looking without a break. What happened while it could not look is held against nobody:
 * the machine slept, its clock was set, the database or the queue was away or hung.
 */

/** Longer than a judge at work goes without judging; shorter than every silence that is told of, by a probe or two. */
const usualBreakMs = 15_000;

/** `since` tells it; `note` says that something could be seen now, which has to come every few seconds. */
export type JudgingSince = { since(): Date; note(): void };

/**
 * Begins to look now. Whoever sees nothing for longer than `breakMs` has not been looking; what is still not to be seen
 * after `excusedMs` is silent all the same.
 */
export function createJudgingSince(
  now: () => Date,
  { breakMs = usualBreakMs, excusedMs = Number.POSITIVE_INFINITY } = {},
): JudgingSince {
  let since = now();
  let lastAt = since.getTime();
  const read = () => {
    const at = now();
    const passedMs = at.getTime() - lastAt;
    if (passedMs < -breakMs || (passedMs > breakMs && passedMs <= excusedMs)) since = at;
    return since;
  };
  return {
    since: read,
    note() {
      const at = now();
      if (Math.abs(at.getTime() - lastAt) > breakMs) since = at;
      lastAt = at.getTime();
    },
  };
}
