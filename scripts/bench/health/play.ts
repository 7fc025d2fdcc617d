/** One monitor's health in simulated time: the real fold, judgement and confirmations against a made-up world. */
import type { HealthState, Instant } from "@rollcall/domain/glossary";
import {
  foldHealth,
  type HealthFold,
  type HealthPolicy,
  judgeHealth,
  startHealth,
} from "@rollcall/domain/health";
import type { Observation, Outcome } from "@rollcall/domain/observation";
import type { Random } from "../../../packages/domain/test/random.ts";

export const second = 1000;
export const intervalMs = 60 * second;
const timeoutMs = 10 * second;
/** 2026-01-01, a whole second. */
export const epoch = Date.UTC(2026, 0, 1);

/** What a probe from a region meets. */
export type Fate = "well" | "refused" | "hung";

/** A monitor to play: what its probes meet, when its probers are away, for how long. */
export type Play = {
  regions: number;
  untilMs: number;
  fate(region: number, at: Instant): Fate;
  /** True while the region's prober is away: nothing is answered. */
  isAway?(region: number, at: Instant): boolean;
  random: Random;
};

/** A change of what is shown; `firstFailureAt` is when the failed answer was scheduled that began it. */
export type Change = { at: Instant; to: HealthState; firstFailureAt: Instant | null };

/** What became of it; beside it, how often two rules that people use would have called it down. */
export type Played = { changes: Change[]; scheduled: number; asked: number; naive: NaiveDowns };

/** `half`: the last answers of half of the regions failed. `twice`: the last two of a majority of them did. */
export type NaiveDowns = { half: number; twice: number };

type InFlight = { arrivesAt: Instant; region: number; observation: Observation };

/** The defaults of a monitor that is probed every minute. */
export function policyOf(regions: number): HealthPolicy {
  return {
    regions: Array.from({ length: regions }, (_, i) => `region-${i}`),
    quorum: null,
    failureThreshold: 2,
    recoveryThreshold: 2,
    freshMs: 2 * intervalMs + timeoutMs,
    heldMs: 900_000,
    answerWithinMs: timeoutMs + 5 * second,
    advisoryAlertMs: 600_000,
    enabled: true,
  };
}

/** Plays from `epoch` until the end. While nothing fails, answers are folded and the judgement is left out: it says "up". */
export function playHealth(play: Play): Played {
  const { regions, random } = play;
  const policy = policyOf(regions);
  const until = epoch + play.untilMs;
  const offset = Math.floor(random() * 60);
  const ticks = policy.regions.map(
    (_, i) => epoch + ((offset + Math.floor((i * 60) / regions)) % 60) * second,
  );
  const failures = policy.regions.map(() => 0);
  const countNaive = createNaive(regions);
  const played: Played = { changes: [], scheduled: 0, asked: 0, naive: { half: 0, twice: 0 } };
  let fold: HealthFold = startHealth(epoch);
  let inFlight: InFlight[] = [];
  let failingFrom: Instant | null = null;
  let wakeAt: Instant | null = null;

  const send = (region: number, at: Instant, seq: number) => {
    if (play.isAway?.(region, at)) return;
    const fate = play.fate(region, at);
    const tookMs = fate === "hung" ? timeoutMs : 50 + random() * 200;
    // A flush of the prober and the queue.
    const arrivesAt = at + 100 + tookMs + random() * 500;
    inFlight.push({ arrivesAt, region, observation: observationOf(policy, region, at, seq, fate) });
  };
  const judge = (now: Instant) => {
    const { verdict, state } = judgeHealth(fold, policy, now);
    if (verdict.health !== fold.shown)
      played.changes.push({ at: now, to: verdict.health, firstFailureAt: failingFrom });
    fold = state;
    wakeAt = verdict.nextJudgeAt;
    played.asked += verdict.confirmIn.length;
    const nextTick = Math.floor(now / second) * second + second;
    for (const name of verdict.confirmIn) send(policy.regions.indexOf(name), nextTick, 2);
  };
  const take = ({ region, observation, arrivesAt }: InFlight) => {
    fold = foldHealth(fold, policy, [observation]);
    const isFailed = observation.outcome.kind !== "answered";
    const wasWell = failures.every((count) => count === 0);
    if (isFailed && wasWell) failingFrom = observation.scheduledAt;
    const isCalm = !isFailed && wasWell && fold.shown === "up" && inFlight.length === 0;
    failures[region] = isFailed ? (failures[region] ?? 0) + 1 : 0;
    countNaive(failures, played.naive);
    if (!isCalm) judge(arrivesAt);
    else wakeAt = null;
  };

  for (;;) {
    const tickAt = Math.min(...ticks);
    const next = inFlight.reduce<InFlight | null>(
      (first, one) => (first === null || one.arrivesAt < first.arrivesAt ? one : first),
      null,
    );
    const arrivesAt = next?.arrivesAt ?? Number.POSITIVE_INFINITY;
    if (wakeAt !== null && wakeAt < Math.min(arrivesAt, tickAt)) judge(wakeAt);
    else if (next !== null && arrivesAt <= tickAt) {
      inFlight = inFlight.filter((one) => one !== next);
      take(next);
    } else {
      if (tickAt >= until) return played;
      const region = ticks.indexOf(tickAt);
      ticks[region] = tickAt + intervalMs;
      played.scheduled += 1;
      send(region, tickAt, 0);
    }
  }
}

function createNaive(regions: number) {
  const was = { half: false, twice: false };
  return (failures: readonly number[], downs: NaiveDowns) => {
    const failing = (inRow: number) => failures.filter((count) => count >= inRow).length;
    const is = { half: failing(1) * 2 >= regions, twice: failing(2) * 2 > regions };
    for (const rule of ["half", "twice"] as const) {
      if (is[rule] && !was[rule]) downs[rule] += 1;
      was[rule] = is[rule];
    }
  };
}

const outcomes: Record<Fate, Outcome> = {
  well: { kind: "answered", status: 200, body: "read" },
  refused: { kind: "refused" },
  hung: { kind: "timeout", phase: "first_byte" },
};

function observationOf(
  policy: HealthPolicy,
  region: number,
  at: Instant,
  seq: number,
  fate: Fate,
): Observation {
  return {
    workspaceId: "ws_a",
    environmentId: "env_a",
    monitorId: "mon_a",
    region: policy.regions[region] ?? "",
    scheduledAt: at,
    seq,
    variant: "plain",
    configVersion: 1,
    startedAt: at,
    finishedAt: at,
    timings: { dnsMs: null, connectMs: null, tlsMs: null, firstByteMs: null, transferMs: null },
    totalMs: 0,
    remoteAddress: null,
    outcome: outcomes[fate],
    version: null,
    instance: null,
    cache: {},
    failedAssertions: [],
    tlsDaysLeft: null,
  };
}
