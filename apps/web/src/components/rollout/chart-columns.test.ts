import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { evenColumns, joinThinColumns } from "./chart-columns.ts";

const start = Date.parse("2026-01-01T12:00:00Z");
const at = (seconds: number) => new Date(start + seconds * 1000).toISOString();
const slice = (seconds: number, counts: Partial<Record<"expected" | "previous", number>>) => ({
  at: at(seconds),
  expected: 0,
  previous: 0,
  other: 0,
  unreadable: 0,
  error: 0,
  ...counts,
});

describe("columns", () => {
  it("hold whole bursts, so that regions probed in turn do not draw a comb", () => {
    const slices = [0, 10, 20].flatMap((start) => [
      slice(start, { expected: 2 }),
      slice(start + 5, { previous: 1 }),
    ]);
    const columns = evenColumns(slices, 5);
    expect(columns.sliceSeconds).toBe(10);
    expect(columns.slices).toEqual([0, 10, 20].map((start) => slice(start, { expected: 2, previous: 1 })));
  });

  it("stay as they are when they hold whole bursts already", () => {
    const slices = [slice(0, { expected: 2 })];
    expect(evenColumns(slices, 30)).toEqual({ slices, sliceSeconds: 30 });
  });
});

describe("thin columns", () => {
  it("join until they hold enough answers, for a minute at most", () => {
    const slices = Array.from({ length: 12 }, (_, index) => slice(index * 10, { previous: 3 }));
    expect(joinThinColumns(slices, 10)).toEqual([
      { ...slice(0, { previous: 18 }), seconds: 60 },
      { ...slice(60, { previous: 18 }), seconds: 60 },
    ]);
  });

  it("stay alone where there are answers enough, and the last few join the column before", () => {
    const slices = [slice(0, { previous: 60 }), slice(10, { expected: 60 }), slice(20, { expected: 3 })];
    expect(joinThinColumns(slices, 10)).toEqual([
      { ...slice(0, { previous: 60 }), seconds: 10 },
      { ...slice(10, { expected: 63 }), seconds: 20 },
    ]);
  });

  it("never reach over a silence", () => {
    const slices = [slice(0, { previous: 3 }), slice(30, { expected: 3 }), slice(300, { expected: 3 })];
    expect(joinThinColumns(slices, 10).map(({ at: from }) => from)).toEqual([at(0), at(30), at(300)]);
  });

  it("lose no answer", () => {
    const counts = fc.array(fc.record({ gap: fc.integer({ min: 1, max: 9 }), expected: fc.nat(30) }), {
      maxLength: 40,
    });
    fc.assert(
      fc.property(counts, (list) => {
        let seconds = 0;
        const slices = list.map(({ gap, expected }) => {
          seconds += gap * 10;
          return slice(seconds, { expected });
        });
        const sum = (all: { expected: number }[]) => all.reduce((total, one) => total + one.expected, 0);
        expect(sum(joinThinColumns(slices, 10))).toBe(sum(slices));
      }),
    );
  });
});
