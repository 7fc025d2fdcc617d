import { describe, expect, it, vi } from "vitest";
import { headerVersion, monitorOf, oldVersion, startAt } from "../../test/rollout-fixtures.ts";
import { mix, play, quickFacts, switchAt } from "../../test/rollout-scenes.ts";
import { judgeRollout } from "./judge-rollout.ts";
import { startRollout } from "./state.ts";

// Plays thousands of answers: plenty for a busy machine, nothing for an idle one.
vi.setConfig({ testTimeout: 60_000 });

describe("what ends", () => {
  const second = 1000;
  it.each([
    { state: "superseded", change: { supersededAt: startAt + 20 * second } },
    { state: "cancelled", change: { cancelledAt: startAt + 20 * second } },
  ])("is $state and then left alone", ({ state, change }) => {
    const facts = quickFacts();
    const fleet = mix(() => 0.5);
    const simulation = { facts: (s: number) => (s < 20 ? facts : ended), fleet, seconds: 40 };
    const ended = { ...facts, ...change };
    const { verdict, states } = play(simulation);
    expect(states.at(-1)).toBe(state);
    expect(verdict).toMatchObject({ conditions: [state], severity: null, nextJudgeAt: null, causes: [] });
    expect(verdict.plan.mode).toBe("interval");
  });

  it("expires without proof, and not after it", () => {
    const facts = quickFacts({ watchUntil: startAt + 70 * second });
    expect(play({ facts, fleet: mix(() => 0), seconds: 80 }).verdict.state).toBe("expired");
    expect(play({ facts, fleet: switchAt(2), seconds: 80 }).verdict.state).toBe("live");
  });

  it("has no clock and no bursts while it is pending", () => {
    const facts = quickFacts({ startedAt: null, status: "pending" });
    const { verdict } = judgeRollout(startRollout(facts, startAt), facts, startAt + 3_600_000);
    expect(verdict).toMatchObject({ state: "pending", deadlineAt: null, plan: { mode: "interval" } });
  });
});

describe("a monitor that joins", () => {
  it("starts the clock anew: it is not stuck before it had its own deadline", () => {
    const [first] = quickFacts().monitors;
    if (first === undefined) throw new Error("no monitor");
    const alone = quickFacts();
    const both = quickFacts({ monitors: [first, { ...first, id: "mon_late", name: "Late" }] });
    const { steps } = play({
      facts: (s) => (s < 50 ? alone : both),
      fleet: ({ monitorId }) => ({ version: headerVersion(monitorId === "mon_late" ? oldVersion : null) }),
      seconds: 130,
    });
    const stuck = steps.find(({ verdict }) => verdict.conditions.includes("stuck"));
    expect(stuck?.secondsIn ?? Number.POSITIVE_INFINITY).toBeGreaterThanOrEqual(110);
  });
});

describe("after Rollcall itself was away", () => {
  const facts = quickFacts({ monitors: [monitorOf()] });
  const played = play({ facts, fleet: mix(() => 0), seconds: 60 });
  const backAt = startAt + 60_000 + 3_600_000;

  it("does not hold its own silence against a stuck rollout", () => {
    const judge = (known: typeof facts) =>
      judgeRollout(played.state, known, backAt + 2_000).verdict.conditions;
    expect(judge({ ...facts, judgingSince: backAt })).not.toContain("unverifiable");
    expect(judge(facts)).toContain("unverifiable");
  });

  it("says that nobody looks when nothing is heard for long after its return", () => {
    const { verdict } = judgeRollout(played.state, { ...facts, judgingSince: backAt }, backAt + 600_000);
    expect(verdict.unverifiable).toBe("too_few_samples");
  });
});
