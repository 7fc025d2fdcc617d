/**
 * A rollout played through by events: a fleet answers, the scheduler follows the plan one second late as a real one
 * does, each region's answers come as reports every half second, and the judge is called for every report and, swept
 * each second, whenever it asked to be. Deterministic for a seed.
 */
import { probesDue } from "../src/due/index.ts";
import type { DeployState, Instant } from "../src/glossary.ts";
import type { ProbeVariant } from "../src/monitor-spec.ts";
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
import { type Random, seeded } from "./random.ts";
import { observationOf } from "./rollout-fixtures.ts";

/** What the fleet answers to one probe sent `secondsIn` after the start; `null`: nothing is ever heard of it. */
export type Fleet = (probe: {
  secondsIn: number;
  region: string;
  monitorId: string;
  isBusted: boolean;
  variant: ProbeVariant;
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
  /** How far the clock of the judge that takes the next report is ahead of the scheduler's. */
  judgeAheadMs?: (random: Random) => number;
  /** Every report as it reaches the judge. */
  onReport?: (observations: readonly Observation[], secondsIn: number) => void;
  /** What becomes of the state between two judgements; by default nothing. */
  store?: (state: RolloutState) => RolloutState;
};

/** Plays it and gives every judgement; the last one is where it ended. */
export function simulateRollout(simulation: Simulation): Step[] {
  const steps: Step[] = [];
  playRollout(simulation, (step) => steps.push(step));
  return steps;
}

/** Plays it, tells every judgement as it is made, and gives the last one. */
export function playRollout(simulation: Simulation, tell: (step: Step) => void): Step {
  const { fleet, seconds, seed = 1, until, judgeAheadMs, onReport, store } = simulation;
  const random = seeded(seed);
  const factsAt = asFunction(simulation.facts);
  let facts = factsAt(0);
  const start = simulation.from ?? facts.startedAt ?? facts.announcedAt;
  const plans = new PlanHistory();
  const courier = new Courier(random);
  let state = startRollout(facts, start);
  let last: Step | null = null;
  const judge = (at: Instant, observations: readonly Observation[]): Step => {
    const judged = judgeRollout(foldRollout(state, facts, observations), facts, at);
    state = store?.(judged.state) ?? judged.state;
    plans.add(at, judged.verdict.plan);
    last = { at, secondsIn: (at - start) / 1000, verdict: judged.verdict, state };
    tell(last);
    return last;
  };
  let step = judge(start, []);
  for (let second = 1; second <= seconds; second++) {
    const now = start + second * 1000;
    const changed = factsAt(second);
    for (const report of courier.takeUntil(now)) {
      onReport?.(report.observations, (report.at - start) / 1000);
      step = judge(report.at + (judgeAheadMs?.(random) ?? 0), report.observations);
      if (until?.(step.verdict)) return step;
    }
    const wakesAt = step.verdict.nextJudgeAt;
    if (changed !== facts || (wakesAt !== null && wakesAt <= now)) {
      facts = changed;
      step = judge(now, []);
      if (until?.(step.verdict)) return step;
    }
    for (const observation of sendProbes(facts, plans.at(now - 1000), { now, second, fleet, random })) {
      courier.give(observation);
    }
  }
  return step;
}

function asFunction(facts: Simulation["facts"]): (secondsIn: number) => DeployFacts {
  return typeof facts === "function" ? facts : () => facts;
}

/** Which plan was in force when: the scheduler reads it a second late. */
class PlanHistory {
  private readonly plans: { from: Instant; plan: BurstPlan }[] = [];

  add(from: Instant, plan: BurstPlan): void {
    if (this.plans.at(-1)?.plan.version === plan.version) return;
    this.plans.push({ from, plan });
    if (this.plans.length > 5) this.plans.shift();
  }

  at(now: Instant): BurstPlan | null {
    return this.plans.findLast(({ from }) => from <= now)?.plan ?? null;
  }
}

const flushMs = 500;

type Report = { at: Instant; key: string; observations: Observation[] };

/** Gathers the answers of a region until its next flush, and delivers them a moment later. */
class Courier {
  private readonly reports: Report[] = [];

  constructor(private readonly random: Random) {}

  give(observation: Observation): void {
    const flushAt = Math.ceil(observation.finishedAt / flushMs) * flushMs;
    const key = `${flushAt} ${observation.region}`;
    const known = this.reports.find((report) => report.key === key);
    if (known !== undefined) known.observations.push(observation);
    else this.reports.push({ at: flushAt + 50 + this.random() * 250, key, observations: [observation] });
  }

  takeUntil(now: Instant): Report[] {
    if (!this.reports.some(({ at }) => at <= now)) return [];
    const due = this.reports.filter(({ at }) => at <= now).sort((a, b) => a.at - b.at);
    const later = this.reports.filter(({ at }) => at > now);
    this.reports.splice(0, this.reports.length, ...later);
    return due;
  }
}

function sendProbes(
  facts: DeployFacts,
  plan: BurstPlan | null,
  { now, second, fleet, random }: { now: Instant; second: number; fleet: Fleet; random: Random },
): Observation[] {
  const sent: Observation[] = [];
  for (const { id, intervalMs, regions } of facts.monitors) {
    for (const region of regions) {
      const cadence = { monitorId: id, region, intervalMs, plan, hasOrigin: true };
      for (const { seq, variant } of probesDue(cadence, now)) {
        const isBusted = variant === "busted";
        const answer = fleet({ secondsIn: second, region, monitorId: id, isBusted, variant, random });
        if (answer === null) continue;
        const totalMs = answer.totalMs ?? 40 + random() * 40;
        sent.push(
          observationOf({
            ...answer,
            monitorId: id,
            region,
            scheduledAt: now,
            seq,
            variant,
            totalMs,
            startedAt: now,
            finishedAt: now + totalMs,
          }),
        );
      }
    }
  }
  return sent;
}

/** The states in the order in which they were shown, without repetitions. */
export function statesOf(steps: readonly Step[]): DeployState[] {
  return steps.map(({ verdict }) => verdict.state).filter((state, i, all) => state !== all[i - 1]);
}
