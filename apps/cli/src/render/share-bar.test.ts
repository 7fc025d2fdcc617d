import { type Bucket, buckets } from "@rollcall/domain/glossary";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { shareOf } from "../../test/deploy-factory.ts";
import { createPalette } from "./palette.ts";
import { apportion, expectedPercent, renderShareBar } from "./share-bar.ts";

const plain = createPalette(false);

describe("renderShareBar", () => {
  it.each([
    { name: "nothing yet", input: {}, expected: "··········" },
    { name: "all new", input: { expected: 7 }, expected: "▮▮▮▮▮▮▮▮▮▮" },
    { name: "half", input: { expected: 5, previous: 5 }, expected: "▮▮▮▮▮▨▨▨▨▨" },
    { name: "one error in a thousand", input: { expected: 999, error: 1 }, expected: "▮▮▮▮▮▮▮▮▮▼" },
    {
      name: "all five",
      input: { expected: 6, previous: 1, other: 1, unreadable: 1, error: 1 },
      expected: "▮▮▮▮▮▮▨▩▢▼",
    },
  ])("shows $name", ({ input, expected }) => {
    expect(renderShareBar(shareOf(input), 10, plain)).toBe(expected);
  });
});

describe("apportion", () => {
  const counts = fc.record(
    Object.fromEntries(buckets.map((bucket) => [bucket, fc.nat({ max: 5_000 })])) as Record<
      Bucket,
      fc.Arbitrary<number>
    >,
  );

  it("fills the width exactly, hides no bucket and invents none", () => {
    fc.assert(
      fc.property(counts, fc.integer({ min: 5, max: 60 }), (counted, width) => {
        const cells = apportion(shareOf(counted), width);
        const sum = buckets.reduce((total, bucket) => total + cells[bucket], 0);
        const isEmpty = buckets.every((bucket) => counted[bucket] === 0);
        expect(sum).toBe(isEmpty ? 0 : width);
        for (const bucket of buckets) expect(cells[bucket] > 0).toBe(counted[bucket] > 0);
      }),
    );
  });

  it("gives more cells to the larger of two buckets", () => {
    fc.assert(
      fc.property(counts, fc.integer({ min: 5, max: 60 }), (counted, width) => {
        const cells = apportion(shareOf(counted), width);
        for (const a of buckets)
          for (const b of buckets)
            if (counted[a] >= counted[b] && counted[b] > 0)
              expect(cells[a]).toBeGreaterThanOrEqual(cells[b] - 1);
      }),
    );
  });
});

describe("expectedPercent", () => {
  it("says 100 only when every answer is new", () => {
    expect(expectedPercent(shareOf({ expected: 999, previous: 1 }))).toBe(99);
    expect(expectedPercent(shareOf({ expected: 1_000 }))).toBe(100);
    expect(expectedPercent(shareOf({}))).toBeNull();
  });
});
