/**
 * A rollout played through second by second: a fleet answers, the scheduler follows the plan one second late as a real
 * one does, answers arrive as late as they took, and the judge is called for every arrival and whenever it asked to be.
 * Deterministic for a seed.
 */
import { probesDue } from "../src/due/index.ts";
import type { DeployState, Instant } from "../src/glossary.ts";
import type { Observation } from "../src/observation.ts";
import {
  type BurstPlan,
  type DeployFacts,
  foldRollout,
  judgeRollout,
  type RolloutState,
  type RolloutVerdict,
  startRollout,
} from "../src/rollout/index.ts";
import { observationOf } from "./rollout-fixtures.ts";

export type Random = () => number;

/** A small generator of numbers in [0, 1): mulberry32. */
export function seeded(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** What the fleet answers to one probe sent `secondsIn` after the start; `null`: nothing is ever heard of it. */
export type Fleet = (probe: {
  secondsIn: number;
  region: string;
  monitorId: string;
  isBusted: boolean;
  random: Random;
}) => (Partial<Observation> & { version: Observation["version"] }) | null;

export type Step = { at: Instant; secondsIn: number; verdict: RolloutVerdict; state: RolloutState };

export type Simulation = {
  facts: DeployFacts | ((secondsIn: number) => DeployFacts);
  fleet: Fleet;
  seconds: number;
  seed?: number;
  /** When the simulation begins; by default when the deploy starts. */
  from?: Instant;
  /** Stop early. */
  until?: (verdict: RolloutVerdict) => boolean;
};

/** Plays it and gives every judgement; the last one is where it ended. */
export function simulateRollout({ facts, fleet, seconds, seed = 1, from, until }: Simulation): Step[] {
  const random = seeded(seed);
  const factsAt = (secondsIn: number) => (typeof facts === "function" ? facts(secondsIn) : facts);
  const start = from ?? factsAt(0).startedAt ?? factsAt(0).announcedAt;
  const first = judgeRollout(startRollout(factsAt(0), start), factsAt(0), start);
  let state: RolloutState = first.state;
  const plans: BurstPlan[] = [first.verdict.plan];
  let onTheWay: { arrivesAt: Instant; observation: Observation }[] = [];
  const steps: Step[] = [{ at: start, secondsIn: 0, verdict: first.verdict, state }];
  for (let second = 1; second <= seconds; second++) {
    const now = start + second * 1000;
    const current = factsAt(second);
    onTheWay.push(...sendProbes(current, plans.at(-1) ?? null, { now, second, fleet, random }));
    const arrived = onTheWay.filter(({ arrivesAt }) => arrivesAt <= now);
    onTheWay = onTheWay.filter(({ arrivesAt }) => arrivesAt > now);
    const wakesAt = steps.at(-1)?.verdict.nextJudgeAt ?? null;
    const isDue = arrived.length > 0 || (wakesAt !== null && wakesAt <= now);
    if (!isDue && current === factsAt(second - 1)) {
      plans.push(plans.at(-1) as BurstPlan);
      continue;
    }
    arrived.sort((a, b) => a.arrivesAt - b.arrivesAt);
    const folded = foldRollout(
      state,
      current,
      arrived.map(({ observation }) => observation),
    );
    const judged = judgeRollout(folded, current, now);
    state = JSON.parse(JSON.stringify(judged.state));
    plans.push(judged.verdict.plan);
    steps.push({ at: now, secondsIn: second, verdict: judged.verdict, state });
    if (until?.(judged.verdict)) break;
  }
  return steps;
}

function sendProbes(
  facts: DeployFacts,
  plan: BurstPlan | null,
  { now, second, fleet, random }: { now: Instant; second: number; fleet: Fleet; random: Random },
): { arrivesAt: Instant; observation: Observation }[] {
  return facts.monitors.flatMap(({ id, intervalMs, regions }) =>
    regions.flatMap((region) =>
      probesDue({ monitorId: id, region, intervalMs, plan }, now).flatMap(({ seq, variant }) => {
        const isBusted = variant === "busted";
        const answer = fleet({ secondsIn: second, region, monitorId: id, isBusted, random });
        if (answer === null) return [];
        const totalMs = answer.totalMs ?? 40 + random() * 40;
        const observation = observationOf({
          ...answer,
          monitorId: id,
          region,
          scheduledAt: now,
          seq,
          variant,
          totalMs,
          startedAt: now,
          finishedAt: now + totalMs,
        });
        return [{ arrivesAt: now + totalMs + 300 + random() * 500, observation }];
      }),
    ),
  );
}

/** The states in the order in which they were shown, without repetitions. */
export function statesOf(steps: readonly Step[]): DeployState[] {
  return steps.map(({ verdict }) => verdict.state).filter((state, i, all) => state !== all[i - 1]);
}
