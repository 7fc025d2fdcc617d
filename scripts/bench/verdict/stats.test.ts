import { expect, it } from "vitest";
import { quantile, upperBound95 } from "./stats.ts";

it.each([
  { hits: 0, runs: 300, expected: 0.00994 },
  { hits: 1, runs: 100, expected: 0.0466 },
  { hits: 5, runs: 10, expected: 0.7776 },
  { hits: 10, runs: 10, expected: 1 },
  { hits: 0, runs: 0, expected: 1 },
])("$hits of $runs are at most $expected, 95 % sure", ({ hits, runs, expected }) => {
  expect(upperBound95(hits, runs)).toBeCloseTo(expected, 3);
});

it("gives the value below which a share of the values lies, and none of none", () => {
  expect([0, 0.5, 0.95, 1].map((q) => quantile([4, 1, 3, 2], q))).toEqual([1, 3, 4, 4]);
  expect(quantile([], 0.5)).toBeNull();
});
