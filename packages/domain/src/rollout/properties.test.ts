import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { factsOf, headerVersion, monitorOf, newVersion, oldVersion } from "../../test/rollout-fixtures.ts";
import { http } from "../../test/rollout-scenes.ts";
import { type Fleet, type Simulation, simulateRollout } from "../../test/simulate-rollout.ts";
import { defaultRolloutPolicy } from "./policy.ts";
import { resumeRollout } from "./resume-rollout.ts";
import type { RolloutState } from "./state.ts";

// Plays thousands of answers: plenty for a busy machine, nothing for an idle one.
vi.setConfig({ testTimeout: 120_000 });

const facts = factsOf({
  monitors: [monitorOf()],
  policy: { ...defaultRolloutPolicy, progressDeadlineMs: 40_000 },
});

/** A rollout in which anything may happen: how fast, how far, what fails, what is lost, what comes back. */
const rollout = fc.record({
  seed: fc.integer({ min: 1, max: 1_000_000 }),
  pace: fc.constantFrom(0, 0.01, 0.05, 1),
  most: fc.constantFrom(0.5, 0.95, 1),
  failing: fc.constantFrom(0, 0.05, 0.4),
  lost: fc.constantFrom(0, 0.1),
  backAt: fc.constantFrom(70, 1000),
  foreign: fc.constantFrom(0, 0, 0.6),
});
type Drawn = typeof rollout extends fc.Arbitrary<infer T> ? T : never;

function fleetOf({ pace, most, failing, lost, backAt, foreign }: Drawn): Fleet {
  return ({ secondsIn, random }) => {
    if (random() < lost) return null;
    const share = secondsIn < 10 || secondsIn > backAt ? 0 : Math.min(most, (secondsIn - 10) * pace);
    if (random() < failing) return { version: null, outcome: http(502), failedAssertions: ["status"] };
    const isNew = random() < share;
    if (!isNew && secondsIn > 30 && random() < foreign) return { version: headerVersion("f00bf00") };
    return { version: headerVersion(isNew ? newVersion : oldVersion) };
  };
}

function simulationOf(drawn: Drawn): Simulation {
  return { facts, fleet: fleetOf(drawn), seconds: 110, seed: drawn.seed };
}

describe("whatever a rollout does", () => {
  it("a restart after every judgement, from what was stored, changes no verdict", () => {
    const store = (state: RolloutState) =>
      resumeRollout(JSON.parse(JSON.stringify(state)), facts, Number.NaN);
    fc.assert(
      fc.property(rollout, (drawn) => {
        const uninterrupted = simulateRollout(simulationOf(drawn)).map(({ verdict }) => verdict);
        const restarted = simulateRollout({ ...simulationOf(drawn), store }).map(({ verdict }) => verdict);
        expect(restarted).toEqual(uninterrupted);
      }),
      { numRuns: 6 },
    );
  });

  it("nobody is alarmed without a bad state, nothing bad is kept from anybody, and the state leads its conditions", () => {
    const bad = ["unverifiable", "rolled_back", "old_returned", "degraded", "stuck"];
    fc.assert(
      fc.property(rollout, (drawn) => {
        for (const { verdict } of simulateRollout(simulationOf(drawn))) {
          const isBad = bad.includes(verdict.state) || verdict.drift !== null;
          expect(verdict.severity !== null).toBe(isBad);
          expect(verdict.conditions[0]).toBe(verdict.state);
          expect(verdict.stuckKind !== null).toBe(verdict.conditions.includes("stuck"));
        }
      }),
      { numRuns: 10 },
    );
  });

  it("the judge is called again while anything may still happen", () => {
    fc.assert(
      fc.property(rollout, (drawn) => {
        for (const { verdict, at } of simulateRollout(simulationOf(drawn))) {
          expect(verdict.nextJudgeAt).toBeGreaterThan(at);
        }
      }),
      { numRuns: 3 },
    );
  });
});
