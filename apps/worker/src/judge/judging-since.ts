/**
 * Since when a judge has been looking without a break. What happened while it could not look is held against nobody:
 * the machine slept, its clock was set, the database was away.
 */

/** Longer than any judge at work goes without judging; shorter than every silence that is told of. */
const breakMs = 30_000;

/** Makes what is asked at every judgement; it has to be asked every second or so, or else it takes that for a break. */
export function createJudgingSince(now: () => Date): () => Date {
  let since = now();
  let lastAt = since.getTime();
  return () => {
    const at = now();
    const passedMs = at.getTime() - lastAt;
    if (passedMs > breakMs || passedMs < -breakMs) since = at;
    lastAt = at.getTime();
    return since;
  };
}
