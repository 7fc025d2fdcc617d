import { expect, it } from "vitest";
import { logBeta } from "./log-beta.ts";

it.each([
  { a: 1, b: 1, expected: 0 },
  { a: 2, b: 3, expected: Math.log(1 / 12) },
  { a: 0.5, b: 0.5, expected: Math.log(Math.PI) },
  { a: 10, b: 20, expected: -19.1153 },
])("the log of the beta function of $a and $b", ({ a, b, expected }) => {
  expect(logBeta(a, b)).toBeCloseTo(expected, 4);
});

it("obeys B(a + 1, b) = B(a, b) · a / (a + b), for small and large arguments alike", () => {
  for (const a of [0.5, 3, 9.9, 10.1, 200]) {
    for (const b of [0.5, 8, 1000]) {
      expect(logBeta(a + 1, b)).toBeCloseTo(logBeta(a, b) + Math.log(a / (a + b)), 7);
    }
  }
});
