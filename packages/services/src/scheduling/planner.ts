/** Plans probes second by second and packs them into sealed batches, one region each. */
import type { Instant } from "@rollcall/domain/glossary";
import { itemSealContext, type JobToAdd, type ProbeBatch, type ProbeItem } from "@rollcall/queue";
import { type Sealer, sealerForRegion } from "@rollcall/runtime";
import type { Lease } from "./lease.ts";
import { type AtOnce, nothingAtOnce, type PlannedProbe, planTick } from "./plan-tick.ts";
import { createScheduleCache, type ScheduleCacheDeps } from "./schedule-cache.ts";

/** `secret` is ROLLCALL_SECRET: the regions' keys are derived from it. `burstProbesMax` is a second's, over everything. */
export type PlannerDeps = ScheduleCacheDeps & { secret: string; burstProbesMax: number };

/** A batch with the queue's job id: the same second planned twice is offered twice and runs once. */
export type PlannedBatch = { jobId: string; batch: ProbeBatch };

/** Plans for as long as one leader leads; its memory ends with the lease. */
export type Planner = {
  /** The batches of every second since the last call, at most three; `leftOut` as in `PlannedTick`. */
  plan(now: Date): Promise<{ batches: PlannedBatch[]; leftOut: number }>;
  /** Probes a monitor again in these regions with the next plan. */
  confirm(monitorId: string, regions: string[]): void;
};

const batchMax = 100;
/** A prober that was away for longer than this does not make up for it; it looks at its own clock. */
const expiresAfterMs = 10_000;
/** Seconds that a late planner still plans; older ones are gone. */
const catchUpMax = 3;

/** Makes a planner with an empty memory; the first plan covers the current second. */
export function createPlanner(deps: PlannerDeps): Planner {
  const cache = createScheduleCache(deps);
  const pack = createPacker(deps.secret);
  let plannedUntil: Instant | null = null;
  let waiting = emptyAtOnce();
  return {
    confirm(monitorId, regions) {
      const asked = waiting.confirm.get(monitorId) ?? [];
      waiting.confirm.set(monitorId, [...new Set([...asked, ...regions])]);
    },
    async plan(now) {
      const { schedule, changedMonitorIds, startedEnvironmentIds, aheadMs } = await cache.refresh(now);
      for (const id of changedMonitorIds) waiting.monitorIds.add(id);
      for (const id of startedEnvironmentIds) waiting.environmentIds.add(id);
      const second = now.getTime() - (now.getTime() % 1000);
      const ticks = ticksUntil(plannedUntil ?? second - 1000, second);
      if (ticks.length === 0) return { batches: [], leftOut: 0 };
      plannedUntil = second;
      const atOnce = waiting;
      waiting = emptyAtOnce();
      const expiresAt = (region: string, at: Instant) => at + expiresAfterMs + (aheadMs[region] ?? 0);
      const { burstProbesMax } = deps;
      const planned = ticks.map((at) => ({
        at,
        ...planTick({ ...schedule, burstProbesMax }, at, at === second ? atOnce : nothingAtOnce),
      }));
      return {
        batches: planned.flatMap(({ at, probes }) => pack(probes, at, expiresAt)),
        leftOut: planned.reduce((sum, { leftOut }) => sum + leftOut, 0),
      };
    },
  };
}

/** A planned batch as a job for its region's queue; the lease's token tells probers which leader planned it. */
export function toJob({ jobId, batch }: PlannedBatch, { token }: Pick<Lease, "token">): JobToAdd {
  return { name: "probe.batch", payload: { ...batch, leaderToken: Number(token) }, jobId };
}

function emptyAtOnce() {
  return {
    monitorIds: new Set<string>(),
    environmentIds: new Set<string>(),
    confirm: new Map<string, string[]>(),
  } satisfies AtOnce;
}

/** The whole seconds after `after` up to `until`, only the last few of them. */
function ticksUntil(after: Instant, until: Instant): Instant[] {
  const count = Math.min(catchUpMax, Math.max(0, (until - after) / 1000));
  return Array.from({ length: count }, (_, index) => until - (count - 1 - index) * 1000);
}

type Pack = (
  planned: PlannedProbe[],
  at: Instant,
  expiresAt: (region: string, at: Instant) => Instant,
) => PlannedBatch[];

function createPacker(secret: string): Pack {
  const sealers = new Map<string, Sealer>();
  const sealerFor = (region: string) => {
    const sealer = sealers.get(region) ?? sealerForRegion(secret, region);
    sealers.set(region, sealer);
    return sealer;
  };
  return (planned, at, expiresAt) =>
    [...new Set(planned.map((probe) => probe.region))].flatMap((region) => {
      const items = planned
        .filter((probe) => probe.region === region)
        .map((probe) => toItem(probe, sealerFor(region)));
      const newer = items.filter((item) => !isKnownToAll(item));
      const parts = [...chunk(items.filter(isKnownToAll), batchMax), ...chunk(newer, batchMax)];
      return parts.map((part, index) => {
        const jobId = `${region}-${at}-${index}`;
        return { jobId, batch: { batchId: jobId, region, expiresAt: expiresAt(region, at), items: part } };
      });
    });
}

/** An older prober refuses a whole batch for a variant that it does not know, so those travel apart. */
function isKnownToAll({ variant }: ProbeItem): boolean {
  return variant === "plain" || variant === "busted";
}

function toItem({ monitor, scheduledAt, seq, variant }: PlannedProbe, sealer: Sealer): ProbeItem {
  const { id: monitorId, workspaceId, environmentId, configVersion, specJson } = monitor;
  const sealedSpec = sealer.seal(specJson, itemSealContext({ workspaceId, monitorId }));
  return { workspaceId, environmentId, monitorId, configVersion, scheduledAt, seq, variant, sealedSpec };
}

function chunk<T>(list: T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(list.length / size) }, (_, i) =>
    list.slice(i * size, (i + 1) * size),
  );
}
