import { AppError } from "@rollcall/domain/problem";

/** Runs work now or in its turn. */
export type Turns = <T>(work: () => Promise<T>) => Promise<T>;

/** At most `max` at once, the others in the order they came; throws `unavailable` when `waitingMax` wait already. */
export function createTurns(max: number, waitingMax: number): Turns {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async (work) => {
    if (running < max) running += 1;
    else {
      if (waiting.length >= waitingMax)
        throw new AppError("unavailable", "Too many people are signing up. Try again in a minute.", {
          retryAfterSeconds: 60,
        });
      // Whoever ends hands its place on, so that nobody slips in between.
      await new Promise<void>((begin) => waiting.push(begin));
    }
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next === undefined) running -= 1;
      else next();
    }
  };
}
