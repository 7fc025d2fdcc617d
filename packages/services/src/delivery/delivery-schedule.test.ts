import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { deliveryAttemptsMax, nextAttemptWaitMs } from "./delivery-schedule.ts";

const cases: { name: string; attempts: number; retryAfterMs?: number; expected: number | null }[] = [
  { name: "the first failure is tried again after 30 s", attempts: 1, expected: 30_000 },
  { name: "the thirtieth still after 30 s", attempts: 30, expected: 30_000 },
  { name: "then five minutes", attempts: 31, expected: 300_000 },
  { name: "the last wait is ten hours", attempts: 37, expected: 36_000_000 },
  { name: "after the last attempt it is given up", attempts: deliveryAttemptsMax, expected: null },
  { name: "a longer Retry-After is obeyed", attempts: 1, retryAfterMs: 120_000, expected: 120_000 },
  { name: "a shorter Retry-After changes nothing", attempts: 1, retryAfterMs: 1000, expected: 30_000 },
  { name: "an absurd Retry-After is cut", attempts: 1, retryAfterMs: 9e9, expected: 3_600_000 },
];

describe("nextAttemptWaitMs", () => {
  it.each(cases)("$name", ({ attempts, retryAfterMs, expected }) => {
    expect(nextAttemptWaitMs(attempts, 0.5, retryAfterMs)).toBe(expected);
  });

  it("stays within ten percent of the schedule for any jitter", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 37 }),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (attempts, jitter) => {
          const middle = nextAttemptWaitMs(attempts, 0.5, undefined) ?? 0;
          const wait = nextAttemptWaitMs(attempts, jitter, undefined) ?? 0;
          return wait >= middle * 0.9 - 1 && wait <= middle * 1.1 + 1;
        },
      ),
    );
  });

  it("covers the first quarter of an hour with tries every half minute", () => {
    let elapsed = 0;
    for (let attempts = 1; attempts <= 30; attempts++)
      elapsed += nextAttemptWaitMs(attempts, 0.5, undefined) ?? 0;
    expect(elapsed).toBe(15 * 60_000);
  });
});
