import { setTimeout as pause } from "node:timers/promises";

/**
 * Does `work` again every `everyMs` until it no longer throws, or until `isOver`: then its error is thrown. `onFailure` hears
 * of every other error.
 */
export async function tryUntil<T>(
  isOver: () => boolean,
  onFailure: (error: unknown) => void,
  work: () => Promise<T>,
  everyMs = 1_000,
): Promise<T> {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (isOver()) throw error;
      onFailure(error);
    }
    await pause(everyMs);
  }
}
