/** A turn of work again and again, one at a time, until it is stopped. */
import type { Logger } from "@rollcall/runtime";

export type WorkLoop = {
  /** Does the next turn now instead of later; while one runs, right after it. */
  wake(): void;
  /** When a turn was last finished without an error, in epoch milliseconds; the loop's start before that. */
  lastDoneAt(): number;
  /** Lets a running turn finish and does no other. */
  stop(): Promise<void>;
};

/**
 * Runs `turn` at every whole multiple of `everyMs` on the clock, so that seconds are met early in the second. A turn
 * that takes longer delays the next one, none are made up for; one that throws is logged and the loop goes on.
 */
export function startWorkLoop(
  options: { name: string; everyMs: number; log: Logger },
  turn: () => Promise<void>,
): WorkLoop {
  const { name, everyMs, log } = options;
  let doneAt = Date.now();
  let isStopping = false;
  let isWoken = false;
  let endPause = () => {};

  function pause(): Promise<void> {
    if (isWoken || isStopping) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, everyMs - (Date.now() % everyMs));
      endPause = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  async function run(): Promise<void> {
    while (!isStopping) {
      isWoken = false;
      try {
        await turn();
        doneAt = Date.now();
      } catch (error) {
        log.error({ err: error, loop: name }, "a turn failed");
      }
      await pause();
    }
  }

  // A turn may wake its own loop, so the caller gets the loop before the first turn begins.
  const ended = Promise.resolve().then(run);
  return {
    wake() {
      isWoken = true;
      endPause();
    },
    lastDoneAt: () => doneAt,
    async stop() {
      isStopping = true;
      endPause();
      await ended;
    },
  };
}
