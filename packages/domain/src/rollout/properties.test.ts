import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { seeded } from "../../test/random.ts";
import {
  factsOf,
  headerVersion,
  monitorOf,
  newVersion,
  oldVersion,
  startAt,
} from "../../test/rollout-fixtures.ts";
import { http } from "../../test/rollout-scenes.ts";
import { type Fleet, type Simulation, simulateRollout } from "../../test/simulate-rollout.ts";
import type { Observation } from "../observation.ts";
import { foldRollout } from "./fold-rollout.ts";
import { judgeRollout } from "./judge-rollout.ts";
import { defaultRolloutPolicy } from "./policy.ts";
import { resumeRollout } from "./resume-rollout.ts";
import { type RolloutState, startRollout } from "./state.ts";
import type { RolloutVerdict } from "./types.ts";

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
  named: fc.boolean(),
});
type Drawn = typeof rollout extends fc.Arbitrary<infer T> ? T : never;

function fleetOf({ pace, most, failing, lost, backAt, foreign, named }: Drawn): Fleet {
  return ({ secondsIn, random }) => {
    if (random() < lost) return null;
    const share = secondsIn < 10 || secondsIn > backAt ? 0 : Math.min(most, (secondsIn - 10) * pace);
    if (random() < failing) return { version: null, outcome: http(502), failedAssertions: ["status"] };
    const isNew = random() < share;
    if (!isNew && secondsIn > 30 && random() < foreign) return { version: headerVersion("f00bf00") };
    const instance = named ? `${isNew ? "new" : "old"}-${Math.floor(random() * 5)}` : null;
    return { version: headerVersion(isNew ? newVersion : oldVersion), instance };
  };
}

function simulationOf(drawn: Drawn): Simulation {
  return { facts, fleet: fleetOf(drawn), seconds: 110, seed: drawn.seed };
}

/** What reached the judge, second by second. */
function recordReports(drawn: Drawn): Observation[][] {
  const seconds = Array.from({ length: 110 }, (): Observation[] => []);
  simulateRollout({
    ...simulationOf(drawn),
    onReport: (observations, secondsIn) => seconds[Math.floor(secondsIn)]?.push(...observations),
  });
  return seconds;
}

/** The verdict after each second, when its reports were folded one answer at a time. */
function judgeReports(seconds: readonly (readonly Observation[])[]): RolloutVerdict[] {
  let state = startRollout(facts, startAt);
  return seconds.map((observations, second) => {
    for (const observation of observations) state = foldRollout(state, facts, [observation]);
    const judged = judgeRollout(state, facts, startAt + (second + 1) * 1000);
    state = judged.state;
    return judged.verdict;
  });
}

describe("whatever a rollout does", () => {
  it("neither the order in which answers arrive nor how often they do changes a verdict, at any second", () => {
    fc.assert(
      fc.property(rollout, (drawn) => {
        const random = seeded(drawn.seed);
        const seconds = recordReports(drawn);
        const disturbed = seconds.map((observations, second) => {
          const again = seconds.slice(Math.max(0, second - 5), second + 1).flat();
          const repeated = again.filter(() => random() < 0.2);
          const order = new Map([...observations, ...repeated].map((one) => [one, random()]));
          return [...observations, ...repeated].sort((a, b) => (order.get(a) ?? 0) - (order.get(b) ?? 0));
        });
        expect(judgeReports(disturbed)).toEqual(judgeReports(seconds));
      }),
      { numRuns: 4 },
    );
  });

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
