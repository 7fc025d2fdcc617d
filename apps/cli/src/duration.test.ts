import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatDuration, parseDuration } from "./duration.ts";

describe("parseDuration", () => {
  it.each([
    { text: "90", expected: 90_000 },
    { text: "90s", expected: 90_000 },
    { text: "10m", expected: 600_000 },
    { text: "1h30m", expected: 5_400_000 },
    { text: "1.5m", expected: 90_000 },
    { text: "500ms", expected: 500 },
    { text: "", expected: null },
    { text: "m", expected: null },
    { text: "10 m", expected: null },
    { text: "-5s", expected: null },
    { text: "10x", expected: null },
  ])("reads $text as $expected", ({ text, expected }) => {
    expect(parseDuration(text)).toBe(expected);
  });
});

describe("formatDuration", () => {
  it.each([
    { ms: 0, expected: "0 s" },
    { ms: -4_000, expected: "0 s" },
    { ms: 999, expected: "0 s" },
    { ms: 12_000, expected: "12 s" },
    { ms: 252_000, expected: "4 min 12 s" },
    { ms: 240_000, expected: "4 min" },
    { ms: 7_512_000, expected: "2 h 5 min" },
    { ms: 90_000_000, expected: "1 d 1 h" },
    { ms: 3_601_000, expected: "1 h" },
  ])("writes $ms ms as $expected", ({ ms, expected }) => {
    expect(formatDuration(ms)).toBe(expected);
  });

  it("never says more than there is", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 10 ** 10 }), (ms) => {
        const compact = formatDuration(ms).replace(/min/g, "m").replaceAll(" ", "");
        const said = parseDuration(compact) ?? Number.POSITIVE_INFINITY;
        expect(said).toBeLessThanOrEqual(ms);
      }),
    );
  });
});
