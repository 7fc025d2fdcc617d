/** The scheduler's picture of what there is to probe: read once, then kept up to date by what changed. */
import type { Database, Prisma } from "@rollcall/db";
import type { BurstPlan } from "@rollcall/domain/rollout";
import type { Logger, Sealer } from "@rollcall/runtime";
import { toProbeSpec } from "../monitors/to-probe-spec.ts";
import { readKnownRegions } from "./known-regions.ts";
import type { Schedule, ScheduledMonitor } from "./plan-tick.ts";

export type ScheduleCacheDeps = {
  db: Database;
  sealer: Sealer;
  log: Pick<Logger, "error">;
  /** Regions that this very process probes from, known before their first heartbeat. */
  ownRegions: string[];
};

/** A refreshed schedule, and what is new in it since the last one. */
export type Refreshed = {
  schedule: Omit<Schedule, "burstProbesMax">;
  changedMonitorIds: Set<string>;
  startedEnvironmentIds: Set<string>;
  /** As in `KnownRegions`. */
  aheadMs: Record<string, number>;
};

/** Rows of clocks that disagree and of transactions that commit late are still seen within this overlap. */
const overlapMs = 10_000;
/** Everything is read anew this often: rows that vanish leave no `updatedAt` behind. */
const reloadEveryMs = 60_000;

type OpenPlan = { deployId: string; environmentId: string; plan: BurstPlan; startedAt: Date };

/**
 * Makes an empty cache; each `refresh` costs three small queries. What existed before the first refresh does not
 * count as new, unless it is younger than some seconds: a new leader takes over what the old one had no time for.
 */
export function createScheduleCache(deps: ScheduleCacheDeps) {
  const refreshMonitors = createMonitorCache(deps);
  const refreshPlans = createPlanCache(deps.db);
  return {
    /** Reads what changed since the last time. */
    async refresh(now: Date): Promise<Refreshed> {
      const { monitors, changedMonitorIds } = await refreshMonitors(now);
      const { plans, startedEnvironmentIds } = await refreshPlans(now);
      const { alive, aheadMs } = await readKnownRegions(deps.db.prisma, now);
      const regions = [...new Set([...deps.ownRegions, ...alive])];
      return { schedule: { monitors, plans, regions }, changedMonitorIds, startedEnvironmentIds, aheadMs };
    },
  };
}

function isRecent(time: Date, now: Date): boolean {
  return now.getTime() - time.getTime() <= overlapMs;
}

type CachedMonitor = { updatedAtMs: number; entry: ScheduledMonitor | null };

function createMonitorCache(deps: ScheduleCacheDeps) {
  let cached = new Map<string, CachedMonitor>();
  let isFirst = true;
  let loadedAtMs = Number.NEGATIVE_INFINITY;
  let newestMs = 0;

  function read(now: Date): Promise<Prisma.MonitorModel[]> {
    if (now.getTime() - loadedAtMs >= reloadEveryMs)
      return deps.db.prisma.monitor.findMany({ where: { deletedAt: null } });
    return deps.db.prisma.monitor.findMany({ where: { updatedAt: { gt: new Date(newestMs - overlapMs) } } });
  }

  return async (now: Date) => {
    const rows = await read(now);
    const isReload = now.getTime() - loadedAtMs >= reloadEveryMs;
    const before = cached;
    if (isReload) cached = new Map();
    const changed = new Set<string>();
    for (const row of rows) {
      const known = before.get(row.id);
      const monitor = refreshMonitor(deps, known, row);
      cached.set(row.id, monitor);
      newestMs = Math.max(newestMs, monitor.updatedAtMs);
      const isNew = isProbedAnew(known?.entry, monitor.entry);
      if (isNew && (!isFirst || isRecent(row.updatedAt, now))) changed.add(row.id);
    }
    if (isReload) loadedAtMs = now.getTime();
    isFirst = false;
    const monitors = [...cached.values()].flatMap(({ entry }) => (entry === null ? [] : [entry]));
    return { monitors, changedMonitorIds: changed };
  };
}

/** Opens a row again only when it has changed. */
function refreshMonitor(
  deps: ScheduleCacheDeps,
  before: CachedMonitor | undefined,
  row: Prisma.MonitorModel,
): CachedMonitor {
  const updatedAtMs = row.updatedAt.getTime();
  if (before?.updatedAtMs === updatedAtMs) return before;
  return { updatedAtMs, entry: row.deletedAt === null && row.enabled ? toScheduled(deps, row) : null };
}

function toScheduled(deps: ScheduleCacheDeps, row: Prisma.MonitorModel): ScheduledMonitor | null {
  try {
    const isSafe = row.method === "GET" || row.method === "HEAD";
    return {
      id: row.id,
      workspaceId: row.workspaceId,
      environmentId: row.environmentId,
      configVersion: row.configVersion,
      intervalMs: row.intervalSeconds * 1000,
      regions: row.regions,
      host: new URL(row.url).host,
      isBurstable: row.verifiesDeploys && row.version !== null && isSafe,
      hasOrigin: row.origin !== null,
      specJson: JSON.stringify(toProbeSpec(row, deps.sealer)),
    };
  } catch (error) {
    deps.log.error({ err: error, monitorId: row.id }, "a monitor cannot be probed: its row does not open");
    return null;
  }
}

/** New, resumed, or to be asked for something else or from elsewhere. */
function isProbedAnew(before: ScheduledMonitor | null | undefined, now: ScheduledMonitor | null): boolean {
  if (now === null) return false;
  if (!before) return true;
  return before.configVersion !== now.configVersion || before.regions.join() !== now.regions.join();
}

function createPlanCache(db: Database) {
  let knownDeployIds = new Set<string>();
  return async (now: Date) => {
    const rows = await db.prisma.$queryRaw<OpenPlan[]>`
      SELECT id AS "deployId", environment_id AS "environmentId", plan, started_at AS "startedAt"
      FROM deploy
      WHERE ended_at IS NULL AND started_at IS NOT NULL AND (plan->>'mode' <> 'interval' OR plan ? 'assets')`;
    const started = rows.filter((row) => !knownDeployIds.has(row.deployId) && isRecent(row.startedAt, now));
    knownDeployIds = new Set(rows.map((row) => row.deployId));
    return {
      plans: new Map(rows.map((row) => [row.environmentId, row.plan])),
      startedEnvironmentIds: new Set(started.map((row) => row.environmentId)),
    };
  };
}
