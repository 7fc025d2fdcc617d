import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Notice } from "../notice.ts";
import { tellPresent } from "./tell-present.ts";

const minute = 60_000;
const stuckAt = Date.UTC(2026, 10, 22, 12, 4);
const now = stuckAt + 9 * minute;

const stuck: Notice = {
  type: "rollout.stuck",
  tone: "problem",
  severity: "warning",
  sample: false,
  at: stuckAt,
  since: stuckAt,
  service: "checkout-api",
  environment: "production",
  impact: "Users are served, still by 1.41.3",
  summary: "1.42.0 has not appeared for 10 min.",
  version: "1.42.0",
  serving: "1.41.3",
  actor: null,
  ciUrl: null,
  share: null,
  regions: [],
  causes: [],
  incidentId: "inc_1",
  deployId: "dep_1",
  monitorId: null,
  threadKey: "inc_1",
  links: { primary: "https://rollcall.test", incident: null },
};
const worse: Notice = {
  ...stuck,
  type: "rollout.degraded",
  severity: "critical",
  at: stuckAt + 2 * minute,
  impact: "12 % of probes fail",
};
const recovered: Notice = {
  ...stuck,
  type: "rollout.recovered",
  tone: "recovery",
  severity: null,
  at: stuckAt + 6 * minute,
  impact: "Users are served, by 1.42.0",
  summary: "1.42.0 is live.",
};
const tell = (waiting: Notice[], more: Partial<Parameters<typeof tellPresent>[0]> = {}) =>
  tellPresent({ waiting, isProblemTold: false, now, ...more });

describe("tellPresent", () => {
  it("leaves a message alone that is told in time", () => {
    expect(tell([stuck], { now: stuckAt + 59_999 })).toBe(stuck);
    expect(tell([recovered], { isProblemTold: true, now: recovered.at })).toBe(recovered);
  });

  it("tells a problem that still lasts as it is now, and how late that is", () => {
    const present = { impact: "Users are served, in part by 1.41.3", summary: "1.42.0 is at 60 %." };
    expect(tell([stuck], { present, acknowledgedBy: "Ana" })).toEqual({
      ...stuck,
      ...present,
      at: now,
      telling: { lateByMs: 9 * minute, acknowledgedBy: "Ana" },
    });
  });

  it("tells the newest of several changes, late by the first", () => {
    expect(tell([stuck, worse])).toMatchObject({
      type: "rollout.degraded",
      severity: "critical",
      telling: { lateByMs: 9 * minute },
    });
  });

  it("makes one message of a problem and its end that both wait", () => {
    const told = tell([stuck, recovered]);
    expect(told).toMatchObject({
      type: "rollout.recovered",
      tone: "recovery",
      since: stuckAt,
      impact: "Was stuck 12:04–12:10 UTC, resolved; delayed 9 min",
      telling: {
        lateByMs: 9 * minute,
        over: { type: "rollout.stuck", since: stuckAt, until: recovered.at },
      },
    });
    expect(told?.summary).toContain(stuck.impact);
    expect(told?.summary).toContain(recovered.impact);
  });

  it("names the worst that was missed, from the first sign on", () => {
    expect(tell([stuck, worse, recovered])?.impact).toBe(
      "Was degraded 12:04–12:10 UTC, resolved; delayed 9 min",
    );
  });

  it("says nothing of a delay that is none", () => {
    const told = tell([stuck, { ...recovered, at: stuckAt + 20_000 }], { now: stuckAt + 30_000 });
    expect(told?.impact).toBe("Was stuck 12:04–12:04 UTC, resolved");
    expect(told?.telling).not.toHaveProperty("lateByMs");
  });

  it("tells a late recovery of what was told as a recovery", () => {
    expect(tell([recovered], { isProblemTold: true })).toEqual({
      ...recovered,
      telling: { lateByMs: 3 * minute },
    });
    expect(tell([worse, recovered], { isProblemTold: true })).toMatchObject({ impact: recovered.impact });
  });

  it("never resolves what was not announced", () => {
    expect(tell([recovered])).toBeNull();
    const problem = fc.constantFrom(stuck, worse);
    const any = fc.constantFrom(stuck, worse, recovered);
    fc.assert(
      fc.property(
        fc.array(any, { maxLength: 5 }),
        fc.boolean(),
        fc.nat(),
        (before, isProblemTold, lateByMs) => {
          const waiting = [...before, recovered];
          const told = tell(waiting, { isProblemTold, now: recovered.at + lateByMs });
          if (isProblemTold) expect(told?.telling?.over).toBeUndefined();
          else if (waiting.some(({ tone }) => tone === "problem")) expect(told?.telling?.over).toBeDefined();
          else expect(told).toBeNull();
        },
      ),
    );
    fc.assert(
      fc.property(fc.array(any, { maxLength: 5 }), problem, fc.nat(), (before, last, later) => {
        expect(tell([...before, last], { now: last.at + later })?.tone).toBe("problem");
      }),
    );
  });

  it("never calls a test late", () => {
    expect(tell([{ ...stuck, sample: true }])?.telling).toBeUndefined();
  });
});
