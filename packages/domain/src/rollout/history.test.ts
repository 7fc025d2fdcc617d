import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { countHistory, type HistorySlice, historySpanMs } from "./history.ts";
import type { Sample } from "./sample.ts";

function sample(at: number, change: Partial<Sample> = {}): Sample {
  const plain = {
    seq: 10,
    isBusted: false,
    mark: "expected",
    ok: true,
    isBlocked: false,
    isEarlier: false,
    ms: 5,
  } as const;
  return { at, version: "expected", ...plain, ...change };
}

const countAll = (samples: Sample[]) => samples.reduce<HistorySlice[]>(countHistory, []);

describe("countHistory", () => {
  it("keeps 5 s for the last minute, 20 s before it, and nothing older than twenty minutes", () => {
    const samples = Array.from({ length: 3600 }, (_, second) => sample(second * 1000));
    const history = countAll(samples);
    expect(history.at(-1)).toEqual({ at: 3_595_000, expected: 5, answers: 5 });
    expect(history.at(0)?.answers).toBe(20);
    expect(history.at(0)?.at).toBeGreaterThanOrEqual(3_599_000 - historySpanMs);
    expect(history.length).toBeLessThan(80);
  });

  it("counts old versions as answers and leaves out failures that tell no version", () => {
    const history = countAll([
      sample(1000),
      sample(2000, { version: "previous" }),
      sample(3000, { version: "unreadable", ok: false }),
      sample(4000, { version: "expected", ok: false }),
    ]);
    expect(history).toEqual([{ at: 0, expected: 2, answers: 3 }]);
  });

  it("does not depend on the order of arrival", () => {
    const times = fc.array(fc.integer({ min: 1_100_000, max: 1_400_000 }), { minLength: 1, maxLength: 60 });
    const shuffled = times.chain((all) =>
      fc.record({
        all: fc.constant(all),
        arrivals: fc.shuffledSubarray(all, { minLength: all.length, maxLength: all.length }),
      }),
    );
    fc.assert(
      fc.property(shuffled, ({ all, arrivals }) => {
        expect(countAll(arrivals.map((at) => sample(at)))).toEqual(countAll(all.map((at) => sample(at))));
      }),
    );
  });
});
