import { describe, expect, it } from "vitest";
import { policy } from "../../test/health-play.ts";
import {
  countWell,
  failuresNeeded,
  goodsNeeded,
  isProven,
  type Suspicion,
  suspect,
  type Tendency,
} from "./run-needed.ts";

const of = (share: number, answers = 300): Tendency => ({ answers, odd: share * answers });

describe("failuresNeeded", () => {
  it.each([
    { name: "a new monitor", well: undefined, expected: 2 },
    { name: "a clean history", well: of(0), expected: 2 },
    { name: "a failure in three hundred answers", well: of(1 / 300), expected: 3 },
    { name: "1 % failures", well: of(0.01), expected: 4 },
    { name: "5 % failures", well: of(0.05), expected: 5 },
    { name: "every other one fails", well: of(0.5), expected: 5 },
  ])("$name: $expected", ({ well, expected }) => {
    expect(failuresNeeded(well, policy)).toBe(expected);
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

describe("suspicion", () => {
  const hear = (marks: string, well?: Tendency) => {
    let suspicion: Suspicion | undefined;
    for (const mark of marks) suspicion = suspect(suspicion, well, mark === "-");
    return suspicion;
  };
  it.each([
    { name: "every other answer failing, of a region that never did", marks: "-+-+-+-+-", isProven: true },
    { name: "three failures among ten", marks: "-++++-++++-", isProven: false },
    {
      name: "one failure in five, of a region that is so",
      marks: "-++++".repeat(40),
      rate: 0.2,
      isProven: false,
    },
    {
      name: "every other one, of a region that fails one in five",
      marks: "-+".repeat(60),
      rate: 0.2,
      isProven: true,
    },
    { name: "good answers", marks: "+++++", isProven: false },
  ])("$name: $isProven", ({ marks, rate, isProven: expected }) => {
    expect(isProven(hear(marks, rate === undefined ? of(0) : of(rate, 2000)), policy)).toBe(expected);
  });

  it("waits for as many failures as somebody asks for in a row", () => {
    const patient = { ...policy, failureThreshold: 8 };
    expect(isProven(hear("-------", of(0)), patient)).toBe(false);
    expect(isProven(hear("--------", of(0)), patient)).toBe(true);
  });

  it("is forgotten by good answers, and keeps the answers that made it", () => {
    expect(hear("-++++++++", of(0))).toBeUndefined();
    expect(hear("-+-", of(0))).toMatchObject({ answers: 3, odd: 1 });
  });
});

it("a history follows what changes: some days later the past is forgotten", () => {
  let well: Tendency | undefined;
  for (let i = 0; i < 300; i++) well = countWell(well, i % 5 === 0 ? 1 : 0);
  expect(failuresNeeded(well, policy)).toBeGreaterThan(2);
  for (let i = 0; i < 12_000; i++) well = countWell(well, 0);
  expect(failuresNeeded(well, policy)).toBe(2);
});
