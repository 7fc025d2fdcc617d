import { describe, expect, it } from "vitest";
import { policy } from "../../test/health-play.ts";
import { countWell, failuresNeeded, goodsNeeded, type Tendency } from "./run-needed.ts";

const regionsOf = (count: number) => Array.from({ length: count }, (_, i) => `region-${i}`);
const of = (share: number, answers = 300): Tendency => ({ answers, odd: share * answers });

describe("failuresNeeded", () => {
  it.each([
    { name: "a new monitor", regions: 1, well: undefined, expected: 2 },
    { name: "a clean history", regions: 1, well: of(0), expected: 2 },
    { name: "1 % failures, one region", regions: 1, well: of(0.01), expected: 4 },
    { name: "5 % failures, one region", regions: 1, well: of(0.05), expected: 5 },
    { name: "1 % failures, two of three regions", regions: 3, well: of(0.01), expected: 2 },
    { name: "5 % failures, two of three regions", regions: 3, well: of(0.05), expected: 3 },
    { name: "5 % failures, four of six regions", regions: 6, well: of(0.05), expected: 2 },
    { name: "every other one fails", regions: 3, well: of(0.5), expected: 5 },
  ])("$name: $expected", ({ regions, well, expected }) => {
    expect(failuresNeeded(well, { ...policy, regions: regionsOf(regions) })).toBe(expected);
  });

  it("is never less than the threshold, and 1 where somebody asks for 1", () => {
    expect(failuresNeeded(of(0.05), { ...policy, failureThreshold: 8 })).toBe(8);
    expect(failuresNeeded(of(0.05), { ...policy, failureThreshold: 1 })).toBe(1);
  });
});

describe("goodsNeeded", () => {
  it.each([
    { name: "a plain outage that was just decided", bad: of(0, 2), expected: 2 },
    { name: "a long plain outage", bad: of(0, 80), expected: 2 },
    { name: "one good answer in five meanwhile", bad: of(0.2, 20), expected: 5 },
    { name: "every other answer good", bad: of(0.5, 40), expected: 10 },
  ])("$name: $expected", ({ bad, expected }) => {
    expect(goodsNeeded(bad, policy)).toBe(expected);
  });

  it("is 1 where somebody asks for 1", () => {
    expect(goodsNeeded(of(0.5, 40), { ...policy, recoveryThreshold: 1 })).toBe(1);
  });
});

it("a history follows what changes: a few hundred answers later the past is forgotten", () => {
  let well: Tendency | undefined;
  for (let i = 0; i < 300; i++) well = countWell(well, i % 5 === 0 ? 1 : 0);
  expect(failuresNeeded(well, policy)).toBeGreaterThan(2);
  for (let i = 0; i < 2000; i++) well = countWell(well, 0);
  expect(failuresNeeded(well, policy)).toBe(2);
});
