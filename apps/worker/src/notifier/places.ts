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
 * A message that is on its way for longer than `slowAfterMs` counts no longer, so that a prompt place is free again soon,
 * whatever hangs, and what hangs for the first time takes no place from receivers that are known to be slow. `clock` gives
 * milliseconds and never goes back.
 */
export function createPlaces(clock: () => number): Places {
  const underWay = new Set<{ isSlow: boolean; until: number }>();
  const taken = (isSlow: boolean, now: number) =>
    [...underWay].filter((message) => message.isSlow === isSlow && now < message.until).length;
  return {
    free() {
      const now = clock();
      return {
        limit: Math.max(promptMax - taken(false, now), 0),
        slowLimit: Math.max(slowMax - taken(true, now), 0),
      };
    },
    take(isSlow) {
      const message = { isSlow, until: isSlow ? Number.POSITIVE_INFINITY : clock() + slowAfterMs };
      underWay.add(message);
      return () => underWay.delete(message);
    },
  };
}
