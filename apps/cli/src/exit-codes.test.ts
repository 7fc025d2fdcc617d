import { deployStates } from "@rollcall/domain/glossary";
import type { DeployWire } from "@rollcall/domain/wire";
import { describe, expect, it } from "vitest";
import { deployOf } from "../test/deploy-factory.ts";
import { type Ending, exitCodes, judgeEnding, type WaitRules, worstEnding } from "./exit-codes.ts";

const noon = Date.parse("2026-11-22T12:00:00Z");
const minutes = (count: number) => count * 60_000;

type Case = {
  name: string;
  deploy: Partial<DeployWire>;
  rules?: Partial<WaitRules>;
  /** Minutes after noon, when the wait began; default 1. */
  at?: number;
  unverifiableSince?: number;
  expected: number | null;
};

const cases: Case[] = [
  { name: "live", deploy: { state: "live" }, expected: 0 },
  { name: "a canary at its target", deploy: { state: "at_target" }, expected: 0 },
  { name: "live already", deploy: { state: "live", alreadyLive: true }, expected: 0 },
  {
    name: "live already, when a change is required",
    deploy: { state: "live", alreadyLive: true },
    rules: { requireChange: true },
    expected: 8,
  },
  { name: "stuck", deploy: { state: "stuck", stuckKind: "partial" }, expected: 3 },
  { name: "stuck, told to wait", deploy: { state: "stuck" }, rules: { onStuck: "wait" }, expected: null },
  {
    name: "stuck, told to wait, deadline and margin over",
    deploy: { state: "stuck" },
    rules: { onStuck: "wait" },
    at: 11,
    expected: 3,
  },
  { name: "degraded", deploy: { state: "degraded" }, expected: 4 },
  { name: "the old version back", deploy: { state: "old_returned" }, expected: 4 },
  { name: "superseded", deploy: { state: "superseded" }, expected: 5 },
  { name: "rolled back", deploy: { state: "rolled_back" }, expected: 6 },
  ...(["degraded", "rolled_back"] as const).flatMap((state): Case[] => {
    const deploy = { state, announcedAt: "2026-11-22T13:00:00Z" };
    const expected = state === "degraded" ? 4 : 6;
    return [
      { name: `${state} a minute into a new try`, deploy, at: 61, expected: null },
      { name: `${state} two minutes into a new try`, deploy, at: 62, expected },
    ];
  }),
  { name: "cancelled", deploy: { state: "cancelled" }, expected: 9 },
  { name: "expired", deploy: { state: "expired" }, expected: 9 },
  {
    name: "unverifiable for less than a minute",
    deploy: { state: "unverifiable" },
    at: 5,
    unverifiableSince: 4.1,
    expected: null,
  },
  {
    name: "unverifiable for a minute",
    deploy: { state: "unverifiable" },
    at: 5,
    unverifiableSince: 4,
    expected: 8,
  },
  { name: "rolling", deploy: {}, expected: null },
  { name: "rolling past the deadline, within the margin", deploy: {}, at: 10.9, expected: null },
  { name: "rolling past deadline and margin", deploy: {}, at: 11, expected: 3 },
  {
    name: "rolling with a deadline that progress has moved",
    deploy: { deadlineAt: "2026-11-22T12:30:00Z" },
    at: 20,
    expected: null,
  },
  { name: "holding long after the deadline", deploy: { state: "holding" }, at: 60, expected: null },
  {
    name: "pending without a deadline",
    deploy: { state: "pending", deadlineAt: null },
    at: 600,
    expected: null,
  },
  { name: "before its own timeout", deploy: {}, rules: { timeoutMs: minutes(2) }, at: 1.9, expected: null },
  { name: "at its own timeout", deploy: {}, rules: { timeoutMs: minutes(2) }, at: 2, expected: 3 },
  {
    name: "beyond the deadline, with a longer timeout",
    deploy: {},
    rules: { timeoutMs: minutes(30) },
    at: 20,
    expected: null,
  },
  {
    name: "at its own timeout, unverifiable",
    deploy: { state: "unverifiable" },
    rules: { timeoutMs: minutes(2) },
    at: 2,
    unverifiableSince: 1.5,
    expected: 8,
  },
];

describe("judgeEnding", () => {
  it.each(cases)("$name: $expected", ({ deploy, rules, at = 1, unverifiableSince, expected }) => {
    const ending = judgeEnding(
      deployOf(deploy),
      { onStuck: "fail", requireChange: false, timeoutMs: null, ...rules },
      {
        beganAt: noon,
        now: noon + minutes(at),
        unverifiableSince: unverifiableSince === undefined ? null : noon + minutes(unverifiableSince),
      },
    );
    expect(ending?.code ?? null).toBe(expected);
  });

  it("ends sooner or later in every state, given a timeout", () => {
    const rules: WaitRules = { onStuck: "wait", requireChange: false, timeoutMs: minutes(1) };
    for (const state of deployStates) {
      const times = { beganAt: noon, now: noon + minutes(1), unverifiableSince: null };
      expect(judgeEnding(deployOf({ state }), rules, times), state).not.toBeNull();
    }
  });
});

describe("worstEnding", () => {
  const ending = (code: Ending["code"]): Ending => ({ code, headline: "" });

  it("lets one bad deploy outweigh the live ones", () => {
    const codes = [exitCodes.live, exitCodes.superseded, exitCodes.stuck, exitCodes.live];
    expect(worstEnding(codes.map(ending))?.code).toBe(exitCodes.stuck);
  });

  it("knows the rank of every code a wait can end with", () => {
    const { internal, usage, unreachable, live, ...bad } = exitCodes;
    for (const code of Object.values(bad)) expect(worstEnding([ending(live), ending(code)])?.code).toBe(code);
    expect([internal, usage, unreachable]).toEqual([1, 2, 7]);
  });
});
