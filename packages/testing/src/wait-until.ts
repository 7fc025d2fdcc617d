import { setTimeout as pause } from "node:timers/promises";

/** What is awaited for seconds is read less often: the reading itself keeps a machine from what is awaited. */
const longestPauseMs = 100;

type Truthy<T> = Exclude<T, false | 0 | "" | null | undefined>;

/**
 * Reads again and again until it gets something truthy, and returns that. A reading that throws is one that has
 * not come yet; at the deadline the error tells `what` was awaited and what was read last. The deadline is for what
 * never comes: a machine that does ten other things must not meet it.
 */
export async function waitUntil<T>(
  what: string,
  read: () => T | Promise<T>,
  { timeoutMs = 50_000, everyMs = 20 }: { timeoutMs?: number; everyMs?: number } = {},
): Promise<Truthy<T>> {
  const startedAt = Date.now();
  let last: unknown;
  for (;;) {
    try {
      const value = await read();
      if (value) return value as Truthy<T>;
      last = value;
    } catch (error) {
      last = error;
    }
    const waitedMs = Date.now() - startedAt;
    if (waitedMs >= timeoutMs)
      throw new Error(`Waited ${timeoutMs} ms for ${what}; the last reading was: ${describe(last)}`, {
        cause: last,
      });
    await pause(Math.max(everyMs, Math.min(waitedMs / 20, longestPauseMs)));
  }
}

function describe(value: unknown): string {
  if (value instanceof Error) return value.message;
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
