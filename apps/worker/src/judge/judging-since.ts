/**
 * Since when a judge has been looking without a break. What happened while it could not look is held against nobody:
 * the machine slept, its clock was set, the database was away or hung.
 */

/** Longer than any judge at work goes without judging; shorter than every silence that is told of. */
const breakMs = 30_000;

/** `since` tells it; `note` says that something could be judged now, which has to come every few seconds. */
export type JudgingSince = { since(): Date; note(): void };

/** Begins to look now. */
export function createJudgingSince(now: () => Date): JudgingSince {
  let since = now();
  let lastAt = since.getTime();
  const read = () => {
    const at = now();
    if (Math.abs(at.getTime() - lastAt) > breakMs) since = at;
    return since;
  };
  return {
    since: read,
    note() {
      read();
      lastAt = now().getTime();
    },
  };
}
