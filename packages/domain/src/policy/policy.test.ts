import { describe, expect, it } from "vitest";
import { defaultRolloutPolicy } from "../rollout/policy.ts";
import { statedPolicy } from "../wire/policy.ts";
import { choosePolicy, policyConflict, proofCost, toRolloutPolicy } from "./index.ts";

describe("choosePolicy", () => {
  it("asks the deploy, then its service, then the defaults, setting by setting", () => {
    expect(choosePolicy({ risk: 0.05, holdSeconds: 0 }, { risk: 0.02, soakSeconds: 60 })).toEqual({
      tolerance: { value: 0.1, from: "default" },
      risk: { value: 0.05, from: "deploy" },
      progressDeadlineSeconds: { value: 600, from: "default" },
      holdSeconds: { value: 0, from: "deploy" },
      soakSeconds: { value: 60, from: "service" },
      probesPerSecondMax: { value: null, from: "default" },
    });
  });
});

describe("toRolloutPolicy", () => {
  it("judges by the defaults where nobody chose anything", () => {
    expect({ ...defaultRolloutPolicy, ...toRolloutPolicy(choosePolicy({}, {})) }).toEqual({
      ...defaultRolloutPolicy,
      probesPerSecondMax: null,
    });
  });
});

// The table of docs/guides/policy.md.
describe("proofCost", () => {
  it.each([
    { tolerance: 0.1, risk: 0.01, probesPerSecondMax: null, expected: [80, 10, 8] },
    { tolerance: 0.1, risk: 0.01, probesPerSecondMax: 20, expected: [80, 10, 8] },
    { tolerance: 0.1, risk: 0.01, probesPerSecondMax: 2, expected: [80, 2, 40] },
    { tolerance: 0.5, risk: 0.1, probesPerSecondMax: null, expected: [26, 10, 3] },
    { tolerance: 0.05, risk: 0.01, probesPerSecondMax: null, expected: [143, 10, 15] },
    { tolerance: 0.02, risk: 0.01, probesPerSecondMax: null, expected: [331, 10, 34] },
    { tolerance: 0.01, risk: 0.01, probesPerSecondMax: null, expected: [645, 10, 65] },
    { tolerance: 0.01, risk: 0.001, probesPerSecondMax: null, expected: [874, 10, 88] },
  ])(
    "$tolerance old, risk $risk, at most $probesPerSecondMax a second: $expected",
    ({ expected, ...settings }) => {
      const { answers, probesPerSecond, seconds } = proofCost(settings);
      expect([answers, probesPerSecond, seconds]).toEqual(expected);
    },
  );
});

describe("policyConflict", () => {
  it.each([
    { name: "the defaults", stated: {}, expected: null },
    { name: "a short deadline alone", stated: { progressDeadlineSeconds: 3 }, expected: null },
    {
      name: "a proof that is cheaper still",
      stated: { tolerance: 0.5, progressDeadlineSeconds: 3 },
      expected: null,
    },
    {
      name: "a strict proof with time",
      stated: { tolerance: 0.01, progressDeadlineSeconds: 200 },
      expected: null,
    },
  ])("$name: none", ({ stated, expected }) => {
    expect(policyConflict(stated)).toBe(expected);
  });

  it("says what a proof takes that the deadline leaves no time for", () => {
    expect(policyConflict({ tolerance: 0.01, risk: 0.001, progressDeadlineSeconds: 60 })).toBe(
      '"less than 1 % old, 99.9 % sure" takes 874 clean answers in a row, 1 min 28 s at 10 a second: the progress deadline must be at least twice that, 176 seconds, and is 60',
    );
  });
});

describe("the settings", () => {
  it.each([
    [{ tolerance: 10 }, "must be a share from 0.01 (1 %) to 0.5 (50 %), in steps of 0.001"],
    [{ tolerance: 0.0555 }, "must be a share from 0.01 (1 %) to 0.5 (50 %), in steps of 0.001"],
    [{ tolerance: "10 %" }, "must be a share from 0.01 (1 %) to 0.5 (50 %), in steps of 0.001"],
    [{ risk: 0 }, "must be a share from 0.001 (0.1 %) to 0.1 (10 %), in steps of 0.001"],
    [{ progressDeadlineSeconds: 0 }, "must be a whole number of seconds from 1 to 604800"],
    [{ soakSeconds: 1.5 }, "must be a whole number of seconds from 0 to 86400"],
    [{ probesPerSecondMax: 21 }, "must be a whole number of probes from 1 to 20"],
  ])("refuse %j in words", (stated, expected) => {
    const messages = statedPolicy.safeParse(stated).error?.issues.map(({ message }) => message) ?? [];
    expect([...new Set(messages)]).toEqual([expected]);
  });

  it.each([
    [{ tolerance: 0.055 }],
    [{ tolerance: 0.01, risk: 0.1 }],
    [{ holdSeconds: 0, probesPerSecondMax: 1 }],
  ])("take %j", (stated) => {
    expect(statedPolicy.parse(stated)).toEqual(stated);
  });
});
