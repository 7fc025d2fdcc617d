import type { Outcome } from "../src/observation.ts";
import { type DeployFacts, defaultRolloutPolicy } from "../src/rollout/index.ts";
import { factsOf, headerVersion, monitorOf, newVersion, oldVersion } from "./rollout-fixtures.ts";
import { type Fleet, type Simulation, simulateRollout, statesOf } from "./simulate-rollout.ts";

/** One region and a deadline of a minute: quick to play, and the harder case for the rules. */
export function quickFacts(change: Partial<DeployFacts> = {}): DeployFacts {
  return factsOf({
    monitors: [monitorOf({ regions: ["eu-west"] })],
    policy: { ...defaultRolloutPolicy, progressDeadlineMs: 60_000 },
    ...change,
  });
}

/** An answer with this status. */
export function http(status: number): Outcome {
  return { kind: "answered", status, body: "read" };
}

/** A balancer that chooses at random: `share(t)` of the answers are new at second t. */
export function mix(share: (secondsIn: number) => number): Fleet {
  return ({ secondsIn, random }) => ({
    version: headerVersion(random() < share(secondsIn) ? newVersion : oldVersion),
  });
}

/** Everything is replaced at second `at`. */
export function switchAt(at: number): Fleet {
  return mix((secondsIn) => (secondsIn < at ? 0 : 1));
}

/** Ends a simulation. */
export function isLive({ state }: { state: string }): boolean {
  return state === "live";
}

/** Plays it to its end: every step, the states in order, and the last verdict. */
export function play(simulation: Simulation) {
  const steps = simulateRollout(simulation);
  const step = steps.at(-1);
  if (step === undefined) throw new Error("nothing was judged");
  const { verdict, state, secondsIn } = step;
  return { steps, states: statesOf(steps), verdict, state, secondsIn };
}
