import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { planAttempt, quickPhaseMs } from "./plan-attempt.ts";

const minute = 60_000;
const hour = 60 * minute;

const cases: {
  name: string;
  elapsedMs: number;
  tookMs?: number;
  longWaits?: number;
  retryAfterMs?: number;
  expected: { waitMs: number; longWaits: number } | null;
}[] = [
  {
    name: "the first failure is tried again 26 s later",
    elapsedMs: 0,
    expected: { waitMs: 26_100, longWaits: 0 },
  },
  {
    name: "a receiver that took 15 s to fail is tried again after as much less",
    elapsedMs: 15_000,
    tookMs: 15_000,
    expected: { waitMs: 11_100, longWaits: 0 },
  },
  {
    name: "one that hung for two minutes gets a breath",
    elapsedMs: 120_000,
    tookMs: 120_000,
    expected: { waitMs: 5_000, longWaits: 0 },
  },
  {
    name: "just before a quarter of an hour is over it is still quick",
    elapsedMs: quickPhaseMs - 1,
    expected: { waitMs: 26_100, longWaits: 0 },
  },
  {
    name: "then five minutes",
    elapsedMs: quickPhaseMs,
    expected: { waitMs: 5 * minute, longWaits: 1 },
  },
  {
    name: "then fifteen",
    elapsedMs: 20 * minute,
    longWaits: 1,
    expected: { waitMs: 15 * minute, longWaits: 2 },
  },
  {
    name: "then thirty",
    elapsedMs: 35 * minute,
    longWaits: 2,
    expected: { waitMs: 30 * minute, longWaits: 3 },
  },
  { name: "then an hour", elapsedMs: 2 * hour, longWaits: 3, expected: { waitMs: hour, longWaits: 4 } },
  { name: "then two", elapsedMs: 3 * hour, longWaits: 4, expected: { waitMs: 2 * hour, longWaits: 5 } },
  { name: "then five", elapsedMs: 5 * hour, longWaits: 5, expected: { waitMs: 5 * hour, longWaits: 6 } },
  {
    name: "the last wait is ten",
    elapsedMs: 9 * hour,
    longWaits: 6,
    expected: { waitMs: 10 * hour, longWaits: 7 },
  },
  { name: "after it the message is given up", elapsedMs: 20 * hour, longWaits: 7, expected: null },
  {
    name: "a notifier that was away for a day after the first attempt has all long waits left",
    elapsedMs: 24 * hour,
    expected: { waitMs: 5 * minute, longWaits: 1 },
  },
  {
    name: "a longer Retry-After is obeyed",
    elapsedMs: 0,
    retryAfterMs: 120_000,
    expected: { waitMs: 120_000, longWaits: 0 },
  },
  {
    name: "a shorter Retry-After changes nothing",
    elapsedMs: 0,
    retryAfterMs: 1000,
    expected: { waitMs: 26_100, longWaits: 0 },
  },
  {
    name: "an absurd Retry-After is cut to an hour",
    elapsedMs: 0,
    retryAfterMs: 9e9,
    expected: { waitMs: hour, longWaits: 0 },
  },
];

const firstTriedAt = Date.UTC(2026, 10, 22, 12);

describe("planAttempt", () => {
  it.each(cases)("$name", ({ elapsedMs, tookMs = 0, longWaits = 0, retryAfterMs, expected }) => {
    const now = firstTriedAt + elapsedMs;
    const planned = planAttempt({ firstTriedAt, now, tookMs, longWaits, retryAfterMs }, 0.5);
    expect(planned && { waitMs: planned.at - now, longWaits: planned.longWaits }).toEqual(expected);
  });

  const jitters = fc.infiniteStream(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }));
  const durations = fc.infiniteStream(fc.integer({ min: 0, max: 25_000 }));

  it("tries a receiver that never answers every 30 s or less for 15 min, then seven times in about 19 hours, and ends", () => {
    fc.assert(
      fc.property(jitters, durations, (jitter, duration) => {
        const starts = [firstTriedAt];
        let longWaits = 0;
        for (;;) {
          const tookMs = duration.next().value;
          const now = (starts.at(-1) ?? 0) + tookMs;
          const planned = planAttempt({ firstTriedAt, now, tookMs, longWaits }, jitter.next().value);
          if (planned === null) break;
          expect(planned.at).toBeGreaterThan(now);
          if (planned.longWaits === 0) expect(planned.at - (starts.at(-1) ?? 0)).toBeLessThanOrEqual(30_000);
          longWaits = planned.longWaits;
          starts.push(planned.at);
        }
        expect(longWaits).toBe(7);
        const quick = starts.slice(0, -7);
        expect((quick.at(-1) ?? 0) - firstTriedAt).toBeGreaterThan(quickPhaseMs - 30_000);
        const spanMs = (starts.at(-1) ?? 0) - firstTriedAt;
        expect(spanMs).toBeGreaterThan(17 * hour);
        expect(spanMs).toBeLessThan(21.5 * hour);
      }),
    );
  });

  it("never tries before the receiver asked to, up to an hour", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 7_200_000 }),
        fc.integer({ min: 0, max: 6 }),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (retryAfterMs, longWaits, jitter) => {
          const now = firstTriedAt + 60_000;
          const planned = planAttempt({ firstTriedAt, now, tookMs: 0, longWaits, retryAfterMs }, jitter);
          expect((planned?.at ?? 0) - now).toBeGreaterThanOrEqual(Math.min(retryAfterMs, hour));
        },
      ),
    );
  });
});
