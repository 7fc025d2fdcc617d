/** Plans probes second by second. */
import type { Instant } from "@rollcall/domain/glossary";
import { createPacker, type PlannedBatch, type RegionTerms } from "./pack-batches.ts";
import { type AtOnce, nothingAtOnce, planTick } from "./plan-tick.ts";
import { createScheduleCache, type ScheduleCacheDeps } from "./schedule-cache.ts";

/** `secret` is ROLLCALL_SECRET: the regions' keys are derived from it. `burstProbesMax` tells what a second may hold now, over everything. */
export type PlannerDeps = ScheduleCacheDeps & { secret: string; burstProbesMax: () => number };

/**
 * What was planned: `batches` in the order of their seconds, `leftOut` as in `PlannedTick`, and how many seconds were
 * too long ago to be planned at all.
 */
export type Planned = { batches: PlannedBatch[]; leftOut: number; skippedSeconds: number };

/** Plans for as long as one leader leads; its memory ends with the lease. */
export type Planner = {
  /**
   * Reads everything there is to plan, which takes a while where there is much: the first plan is then that of the next
   * second, and no second is made up for.
   */
  load(now: () => Date): Promise<void>;
  /** Plans every second since the last call, at most three: what is older is skipped. */
  plan(now: Date): Promise<Planned>;
  /** Probes a monitor again in these regions with the next plan. */
  confirm(monitorId: string, regions: string[]): void;
};

/** A prober that was away for longer than this does not make up for it; it looks at its own clock. */
const expiresAfterMs = 10_000;
/** Seconds that a late planner still plans; older ones are gone. */
const catchUpMax = 3;

/** A clock that was set back by more begins anew instead of waiting until it is as late again. */
const setBackMs = 10_000;

/** Makes a planner with an empty memory; the first plan covers the current second. */
export function createPlanner(deps: PlannerDeps): Planner {
  const cache = createScheduleCache(deps);
  const pack = createPacker(deps.secret);
  let plannedUntil: Instant | null = null;
  let waiting = emptyAtOnce();

  async function refresh(now: Date) {
    const { changedMonitorIds, startedEnvironmentIds, ...refreshed } = await cache.refresh(now);
    for (const id of changedMonitorIds) waiting.monitorIds.add(id);
    for (const id of startedEnvironmentIds) waiting.environmentIds.add(id);
    return refreshed;
  }

  return {
    async load(now) {
      await refresh(now());
      plannedUntil = secondOf(now());
    },
    confirm(monitorId, regions) {
      const asked = waiting.confirm.get(monitorId) ?? [];
      waiting.confirm.set(monitorId, [...new Set([...asked, ...regions])]);
    },
    async plan(now) {
      const { schedule, opening, aheadMs } = await refresh(now);
      const second = secondOf(now);
      if (plannedUntil === null || plannedUntil - second > setBackMs) plannedUntil = second - 1000;
      const after = plannedUntil;
      if (second <= after) return { batches: [], leftOut: 0, skippedSeconds: 0 };
      plannedUntil = second;
      const seconds = secondsUntil(after, second);
      const atOnce = waiting;
      waiting = emptyAtOnce();
      const of: RegionTerms = {
        opens: (region) => opening.has(region),
        expiresAt: (region, at) => at + expiresAfterMs + (aheadMs[region] ?? 0),
      };
      const burstProbesMax = deps.burstProbesMax();
      const planned = seconds.map((at) => ({
        at,
        ...planTick({ ...schedule, burstProbesMax }, at, at === second ? atOnce : nothingAtOnce),
      }));
      const batches = await Promise.all(planned.map(({ at, probes }) => pack(at, probes, of)));
      return {
        batches: batches.flat(),
        leftOut: planned.reduce((sum, { leftOut }) => sum + leftOut, 0),
        skippedSeconds: (second - after) / 1000 - seconds.length,
      };
    },
  };
}

function secondOf(now: Date): Instant {
  return now.getTime() - (now.getTime() % 1000);
}

function emptyAtOnce() {
  return {
    monitorIds: new Set<string>(),
    environmentIds: new Set<string>(),
    confirm: new Map<string, string[]>(),
  } satisfies AtOnce;
}

/** The whole seconds after `after` up to `until`, only the last few of them. */
function secondsUntil(after: Instant, until: Instant): Instant[] {
  const count = Math.min(catchUpMax, Math.max(0, (until - after) / 1000));
  return Array.from({ length: count }, (_, index) => until - (count - 1 - index) * 1000);
}
