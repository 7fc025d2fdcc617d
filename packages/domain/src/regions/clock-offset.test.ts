import { describe, expect, it } from "vitest";
import { type ClockWindow, clockSkewMs, correctInstant, foldClock } from "./clock-offset.ts";

const start = Date.UTC(2026, 10, 22, 12);

/** Messages every five seconds whose clock is off by `skewMs`, each on its way for `waysMs` in turn. */
function hear(skewMs: number, waysMs: number[], clock: ClockWindow = [], from = start) {
  return waysMs.reduce((known, wayMs, i) => {
    const receivedAt = from + i * 5000;
    return foldClock(known, { sentAt: receivedAt - wayMs + skewMs, receivedAt });
  }, clock);
}

const cases = [
  { name: "a clock that is right, by a quick queue", skewMs: 0, ways: [40, 12, 3, 80], expected: -3 },
  { name: "a clock that is ahead", skewMs: 8000, ways: [900, 20, 5], expected: 7995 },
  { name: "a clock that is behind", skewMs: -8000, ways: [900, 20, 5], expected: -8005 },
  {
    name: "a queue that was slow for a moment changes nothing",
    skewMs: 0,
    ways: [5, 20_000, 15_000],
    expected: -5,
  },
  { name: "no message", skewMs: 0, ways: [], expected: 0 },
];

describe("clockSkewMs", () => {
  it.each(cases)("$name", ({ skewMs, ways, expected }) => {
    expect(clockSkewMs(hear(skewMs, ways))).toBe(expected);
  });

  it("follows a clock that was set right within five minutes, and keeps five minutes", () => {
    const ahead = hear(8000, [5, 5, 5]);
    const right = hear(0, Array(72).fill(5), ahead, start + 60_000);
    expect(clockSkewMs(right)).toBe(-5);
    expect(right).toHaveLength(5);
  });
});

describe("correctInstant", () => {
  it.each([
    { name: "a clock three seconds ahead", skewMs: 3000, expected: start - 3000 },
    { name: "a clock three seconds behind", skewMs: -3000, expected: start + 3000 },
    { name: "a difference that the queue explains", skewMs: -800, expected: start },
  ])("$name", ({ skewMs, expected }) => {
    expect(correctInstant(start, skewMs)).toBe(expected);
  });
});
