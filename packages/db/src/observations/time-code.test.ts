import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fromTimeCode, toTimeCode } from "./time-code.ts";

describe("a time in two bytes", () => {
  it.each([
    { name: "nothing", input: null, expected: null },
    { name: "no time at all", input: 0, expected: 0 },
    { name: "a few milliseconds", input: 12, expected: 12 },
    { name: "fewer than none", input: -40, expected: -40.01 },
    { name: "ten seconds", input: 10_000, expected: 10_001.13 },
    { name: "more than two hours", input: 1e12, expected: 7_835_731.66 },
  ])("keeps $name", ({ input, expected }) => {
    const kept = fromTimeCode(toTimeCode(input));
    if (expected === null) expect(kept).toBeNull();
    else expect(kept).toBeCloseTo(expected, 0);
  });

  it("is right to a thirtieth of a percent, and keeps the order", () => {
    const time = fc.double({ min: -7e6, max: 7e6, noNaN: true });
    fc.assert(
      fc.property(time, time, (a, b) => {
        const kept = fromTimeCode(toTimeCode(a)) ?? Number.NaN;
        expect(Math.abs(kept - a)).toBeLessThanOrEqual(Math.abs(a) * 0.00033 + 0.01);
        if (a < b) expect(toTimeCode(a)).toBeLessThanOrEqual(toTimeCode(b));
      }),
    );
  });
});
