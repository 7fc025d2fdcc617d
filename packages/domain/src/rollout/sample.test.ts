import { describe, expect, it } from "vitest";
import { factsOf, headerVersion, newVersion, observationOf } from "../../test/rollout-fixtures.ts";
import { addToQuality, emptyQuality } from "./quality.ts";
import { createSampleReader, type Sample } from "./sample.ts";
import { slowLimitMs } from "./slowness.ts";

const read = createSampleReader(factsOf());

describe("createSampleReader", () => {
  const cases = [
    { name: "was not measured", input: { totalMs: 400 }, expected: undefined },
    {
      name: "is smaller than what matters",
      input: { totalMs: 400, observerDelayMs: 50 },
      expected: undefined,
    },
    { name: "is of the order of the effect", input: { totalMs: 400, observerDelayMs: 51 }, expected: true },
    {
      name: "is small beside a slow answer",
      input: { totalMs: 4000, observerDelayMs: 400 },
      expected: undefined,
    },
  ];
  it.each(cases)(
    "knows what an answer's time is worth where the prober's delay $name",
    ({ input, expected }) => {
      expect(read(observationOf({ version: headerVersion(newVersion), ...input }))?.sample.isDelayed).toBe(
        expected,
      );
    },
  );
});

describe("addToQuality", () => {
  const sample = (at: number, change: Partial<Sample>): Sample => ({
    at,
    seq: 10,
    isBusted: false,
    isBlocked: false,
    isEarlier: false,
    mark: "expected",
    version: "expected",
    ok: true,
    ms: 50,
    ...change,
  });
  const ticks = Array.from({ length: 40 }, (_, i) => i * 2000);
  const before = ticks.reduce(
    (quality, at) => addToQuality(quality, sample(at, { version: "previous" }), true, 0.001),
    emptyQuality,
  );
  const slow = (isDelayed: Partial<Sample>) =>
    ticks.reduce(
      (quality, at) => addToQuality(quality, sample(100_000 + at, { ms: 900, ...isDelayed }), false, 0.001),
      before,
    ).slow.test.risen;

  it("calls a version slow when it is, and never because the prober was late", () => {
    expect(slow({})).not.toBeNull();
    expect(slow({ isDelayed: true })).toBeNull();
  });

  it("compares with no latency that the prober made itself", () => {
    const late = sample(100_000, { version: "previous", ms: 9000, isDelayed: true });
    expect(slowLimitMs(addToQuality(before, late, true, 0.001))).toBe(slowLimitMs(before));
  });
});
