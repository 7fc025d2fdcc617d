/** Plans probes second by second and packs them into sealed batches, each of one region and one second. */
import type { Instant } from "@rollcall/domain/glossary";
import { itemSealContext, type ProbeBatch, type ProbeItem } from "@rollcall/queue";
import { type Sealer, sealerForRegion } from "@rollcall/runtime";
import {
  type AtOnce,
  nothingAtOnce,
  type PlannedProbe,
  planTick,
  type ScheduledMonitor,
} from "./plan-tick.ts";
import { createScheduleCache, type ScheduleCacheDeps } from "./schedule-cache.ts";

/** `secret` is ROLLCALL_SECRET: the regions' keys are derived from it. `burstProbesMax` tells what a second may hold now, over everything. */
export type PlannerDeps = ScheduleCacheDeps & { secret: string; burstProbesMax: () => number };

/**
 * What is due in the second that begins at `at`, or a part of it, with the queue's job id: the same second planned twice
 * is offered twice and runs once.
 */
export type PlannedBatch = { jobId: string; at: Instant; batch: ProbeBatch };

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

/** A job costs as much as some dozens of probes in it. */
const batchMax = 200;
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
      const { schedule, aheadMs } = await refresh(now);
      const second = secondOf(now);
      if (plannedUntil === null || plannedUntil - second > setBackMs) plannedUntil = second - 1000;
      const after = plannedUntil;
      if (second <= after) return { batches: [], leftOut: 0, skippedSeconds: 0 };
      plannedUntil = second;
      const seconds = secondsUntil(after, second);
      const atOnce = waiting;
      waiting = emptyAtOnce();
      const expiresAt = (region: string, at: Instant) => at + expiresAfterMs + (aheadMs[region] ?? 0);
      const burstProbesMax = deps.burstProbesMax();
      const planned = seconds.map((at) => ({
        at,
        ...planTick({ ...schedule, burstProbesMax }, at, at === second ? atOnce : nothingAtOnce),
      }));
      return {
        batches: planned.flatMap(({ at, probes }) => pack(at, probes, expiresAt)),
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

type Pack = (
  at: Instant,
  planned: readonly PlannedProbe[],
  expiresAt: (region: string, at: Instant) => Instant,
) => PlannedBatch[];

function createPacker(secret: string): Pack {
  const sealSpec = createSpecSealer(secret);
  return (secondAt, planned, expiresAt) => {
    const byRegion = new Map<string, ProbeItem[]>();
    for (const probe of planned) {
      const item = toItem(probe, sealSpec(probe.monitor, probe.region));
      const items = byRegion.get(probe.region);
      if (items === undefined) byRegion.set(probe.region, [item]);
      else items.push(item);
    }
    return [...byRegion].flatMap(([region, items]) => {
      const newer = items.filter((item) => !isKnownToAll(item));
      const parts = [...deal(items.filter(isKnownToAll)), ...deal(newer)];
      return parts.map((part, index) => {
        const jobId = `${region}-${secondAt}-${index}`;
        const batch = {
          batchId: jobId,
          region,
          expiresAt: expiresAt(region, secondAt),
          secondAt,
          items: part,
        };
        return { jobId, at: secondAt, batch };
      });
    });
  };
}

/** An older prober refuses a whole batch for a variant that it does not know, so those travel apart. */
function isKnownToAll({ variant }: ProbeItem): boolean {
  return variant === "plain" || variant === "busted";
}

/**
 * Seals a spec once for each region instead of for each probe, until the monitor is another: the sealing and opening of
 * every probe's spec took as much as half the probe itself, and what a prober has opened it knows again.
 */
function createSpecSealer(secret: string): (monitor: ScheduledMonitor, region: string) => string {
  const sealers = new Map<string, Sealer>();
  const sealed = new WeakMap<ScheduledMonitor, Map<string, string>>();
  return (monitor, region) => {
    const known = sealed.get(monitor) ?? new Map<string, string>();
    sealed.set(monitor, known);
    const before = known.get(region);
    if (before !== undefined) return before;
    const sealer = sealers.get(region) ?? sealerForRegion(secret, region);
    sealers.set(region, sealer);
    const { workspaceId, id: monitorId, specJson } = monitor;
    const spec = sealer.seal(specJson, itemSealContext({ workspaceId, monitorId }));
    known.set(region, spec);
    return spec;
  };
}

function toItem({ monitor, scheduledAt, seq, variant }: PlannedProbe, sealedSpec: string): ProbeItem {
  const { id: monitorId, workspaceId, environmentId, configVersion } = monitor;
  return { workspaceId, environmentId, monitorId, configVersion, scheduledAt, seq, variant, sealedSpec };
}

/** As few batches as hold them all, each of them with its share of every part of the second. */
function deal(items: readonly ProbeItem[]): ProbeItem[][] {
  const count = Math.ceil(items.length / batchMax);
  return Array.from({ length: count }, (_, part) => items.filter((_item, index) => index % count === part));
}
