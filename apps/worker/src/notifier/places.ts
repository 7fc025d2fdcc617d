/** How many messages one notifier sends at once. */
import { slowAfterMs } from "@rollcall/services/delivery";

/** To receivers that answer in time, and to those that do not. */
const promptMax = 20;
const slowMax = 20;

/** `free` is what may be claimed now; `take` counts a message until the function it returns is called. */
export type Places = {
  free(): { limit: number; slowLimit: number };
  take(isSlow: boolean): () => void;
};

/**
 * A message that is on its way for longer than `slowAfterMs` counts among the slow ones, so that a prompt place is free
 * again soon, whatever hangs. `clock` gives milliseconds and never goes back.
 */
export function createPlaces(clock: () => number): Places {
  const underWay = new Set<{ slowFrom: number }>();
  return {
    free() {
      const now = clock();
      const slow = [...underWay].filter(({ slowFrom }) => slowFrom <= now).length;
      return {
        limit: Math.max(promptMax - (underWay.size - slow), 0),
        slowLimit: Math.max(slowMax - slow, 0),
      };
    },
    take(isSlow) {
      const message = { slowFrom: isSlow ? Number.NEGATIVE_INFINITY : clock() + slowAfterMs };
      underWay.add(message);
      return () => underWay.delete(message);
    },
  };
}
