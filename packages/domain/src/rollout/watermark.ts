/**
 * Which samples may be counted: those before which nothing is still in flight.
 *
 * The ticks of a burst follow from the plan in force, so a tick is known to be complete when as many plain answers of
 * it have arrived as the plan sends, and a tick of which nothing has arrived is known to be missing. What never
 * arrives stops blocking `lateAfterMs` after it was scheduled. The decision which samples count depends on the
 * schedule and on earlier answers only, never on how fast an answer came; that keeps the proof's arithmetic honest.
 */
import type { Instant } from "../glossary.ts";
import { isBurstSample, type Sample } from "./sample.ts";
import type { BurstPlan } from "./types.ts";

/** A plan and the time from which it was handed out. */
export type PlanEpoch = Pick<BurstPlan, "mode" | "count" | "everyMs"> & { from: Instant };

/**
 * A scheduler may follow an older plan for this long. Ticks in between cannot be known to be complete: between two
 * bursts they are left out whole, by their schedule alone; at the first burst they are a baseline and prove nothing.
 */
const adoptionMs = 2500;

/** The next samples that may be counted, oldest first; `counts` as for `addToTally`. */
export type Settled = { sample: Sample; counts: boolean };

/**
 * What `pending` splits into. `settledAt` is the last tick that may get no more answers; `nextAt` the first instant at
 * which time alone lets more through, `null` when nothing waits.
 */
export type Watermark = {
  settled: Settled[];
  pending: Sample[];
  settledAt: Instant | null;
  nextAt: Instant | null;
};

/** Splits the pending samples (in scheduled order) at the watermark. `after` is the last tick settled before. */
export function settleTicks(
  pending: readonly Sample[],
  after: Instant | null,
  plans: readonly PlanEpoch[],
  { now, lateAfterMs }: { now: Instant; lateAfterMs: number },
): Watermark {
  const settled: Settled[] = [];
  let settledAt = after;
  let nextAt: Instant | null = null;
  const newestAt = pending.at(-1)?.at ?? 0;
  for (const tick of groupTicks(pending)) {
    const { openUntil, use } = readTick(tick, { settledAt, newestAt }, plans, lateAfterMs);
    if (use === "ignore") continue;
    if (openUntil !== null && now < openUntil) {
      nextAt = openUntil;
      break;
    }
    settledAt = tick.at;
    if (use === "skip") continue;
    const samples = tick.samples.filter((s) => isBurstSample(s) || (use === "break_only" && !s.isBusted));
    settled.push(...samples.map((sample) => ({ sample, counts: use === "count" })));
  }
  const stillOpen = pending.filter((sample) => settledAt === null || sample.at > settledAt);
  return { settled, pending: stillOpen, settledAt, nextAt };
}

/** The samples of one scheduled second. */
type Tick = { at: Instant; samples: Sample[] };

function groupTicks(pending: readonly Sample[]): Tick[] {
  const ticks: Tick[] = [];
  for (const sample of pending) {
    const last = ticks.at(-1);
    if (last?.at === sample.at) last.samples.push(sample);
    else ticks.push({ at: sample.at, samples: [sample] });
  }
  return ticks;
}

type TickReading = {
  /** How long the tick, or one missing before it, may still get answers; `null` when it is complete. */
  openUntil: Instant | null;
  /** `skip`: leave it out, it is over. `ignore`: it is no tick of the plan and closes nothing. */
  use: "count" | "break_only" | "skip" | "ignore";
};

/** `newestAt` is the newest tick of which anything has arrived. */
function readTick(
  { at, samples }: Tick,
  { settledAt, newestAt }: { settledAt: Instant | null; newestAt: Instant },
  plans: readonly PlanEpoch[],
  lateAfterMs: number,
): TickReading {
  const index = plans.findLastIndex((plan) => plan.from <= at);
  const plan = plans[index];
  const lateAt = at + lateAfterMs;
  if (plan === undefined || plan.mode === "interval") return { openUntil: lateAt, use: "break_only" };
  const arrived = samples.filter(isBurstSample).length;
  if (arrived === 0) return { openUntil: null, use: "ignore" };
  const steadyFrom = plan.from + adoptionMs;
  if (at < steadyFrom) {
    const followsBurst = (plans[index - 1]?.mode ?? "interval") !== "interval";
    if (followsBurst) return { openUntil: null, use: "skip" };
    return { openUntil: newestAt >= steadyFrom ? null : lateAt, use: "break_only" };
  }
  if (arrived < plan.count) return { openUntil: lateAt, use: "count" };
  const missing = at - plan.everyMs;
  const isGap = missing >= steadyFrom && (settledAt === null || settledAt < missing);
  return { openUntil: isGap ? missing + lateAfterMs : null, use: "count" };
}
