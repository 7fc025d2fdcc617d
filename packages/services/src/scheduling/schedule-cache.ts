/** The scheduler's picture of what there is to probe: read once, then kept up to date by what changed. */
import type { Database, Prisma } from "@rollcall/db";
import type { ProbeSpec } from "@rollcall/domain/monitor-spec";
import type { Logger, Sealer } from "@rollcall/runtime";
import { toProbeSpec } from "../monitors/to-probe-spec.ts";
import { indexMonitors, type MonitorIndex } from "./monitor-index.ts";
import { compareRows, pagesOf, readByIds, readUpdatedSince } from "./monitor-rows.ts";
import type { Schedule, ScheduledMonitor } from "./plan-tick.ts";
import { type OpenPlan, readScheduleNews } from "./schedule-news.ts";

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
  /** Regions of which every prober opens items that are sealed together. */
  opening: ReadonlySet<string>;
  changedMonitorIds: Set<string>;
  startedEnvironmentIds: Set<string>;
  /** As in `KnownRegions`. */
  aheadMs: Record<string, number>;
};

/** Rows of clocks that disagree and of transactions that commit late are still seen within this overlap. */
const overlapMs = 10_000;
/** Everything is compared this often: rows that vanish leave no `updatedAt` behind. */
const compareEveryMs = 60_000;

/**
 * Makes an empty cache; each `refresh` costs a small query, and more only when something has changed. What existed before
 * the first refresh does not count as new, unless it is younger than some seconds: a new leader takes over what the old
 * one had no time for.
 */
export function createScheduleCache(deps: ScheduleCacheDeps) {
  const refreshMonitors = createMonitorCache(deps);
  const notePlans = createPlanMemory();
  let refreshedAtMs = 0;
  let index: { of: readonly ScheduledMonitor[]; regions: string; monitors: MonitorIndex } | null = null;
  return {
    /** Reads what changed since the last time. */
    async refresh(now: Date): Promise<Refreshed> {
      const changedAfterMs = refreshedAtMs - overlapMs;
      const news = await readScheduleNews(deps.db, { now, changedAfterMs });
      const { monitors, changedMonitorIds } = await refreshMonitors(
        now,
        news.isChanged ? changedAfterMs : null,
      );
      refreshedAtMs = now.getTime();
      const { plans, startedEnvironmentIds } = notePlans(news.plans, now);
      const { alive, opening, aheadMs } = news;
      const regions = [...new Set([...deps.ownRegions, ...alive])];
      if (index?.of !== monitors || index.regions !== regions.join())
        index = { of: monitors, regions: regions.join(), monitors: indexMonitors(monitors, regions) };
      const schedule = { monitors: index.monitors, plans, regions };
      return { schedule, opening, changedMonitorIds, startedEnvironmentIds, aheadMs };
    },
  };
}

function isRecent(time: Date, now: Date): boolean {
  return now.getTime() - time.getTime() <= overlapMs;
}

type CachedMonitor = { updatedAtMs: number; entry: ScheduledMonitor | null };

function createMonitorCache(deps: ScheduleCacheDeps) {
  const cached = new Map<string, CachedMonitor>();
  let monitors: readonly ScheduledMonitor[] | null = null;
  let isFirst = true;
  let comparedAtMs = Number.NEGATIVE_INFINITY;

  /** Takes a row in; gives back its id when the monitor is to be probed anew. */
  function take(row: Prisma.MonitorModel, now: Date): string[] {
    const known = cached.get(row.id);
    const monitor = refreshMonitor(deps, known, row);
    if (monitor === known) return [];
    cached.set(row.id, monitor);
    monitors = null;
    const isNew = isProbedAnew(known?.entry, monitor.entry);
    return isNew && (!isFirst || isRecent(row.updatedAt, now)) ? [row.id] : [];
  }

  /** `changedAfterMs`: since when rows have changed, `null` when none have. */
  return async (now: Date, changedAfterMs: number | null) => {
    const changed: string[] = [];
    const takeAll = (rows: Prisma.MonitorModel[]) => {
      for (const row of rows) changed.push(...take(row, now));
    };
    if (!isFirst && changedAfterMs !== null) takeAll(await readUpdatedSince(deps.db, changedAfterMs));
    if (now.getTime() - comparedAtMs >= compareEveryMs) {
      const { vanished, unknown } = await compareRows(deps.db, cached);
      for (const id of vanished) cached.delete(id);
      if (vanished.length > 0) monitors = null;
      for (const ids of pagesOf(unknown)) takeAll(await readByIds(deps.db, ids));
      comparedAtMs = now.getTime();
    }
    isFirst = false;
    monitors ??= [...cached.values()].flatMap(({ entry }) => (entry === null ? [] : [entry]));
    return { monitors, changedMonitorIds: new Set(changed) };
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
    const spec = toProbeSpec(row, deps.sealer);
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
      specJson: JSON.stringify(spec),
      mayHoldSecrets: mayHoldSecrets(spec),
    };
  } catch (error) {
    deps.log.error({ err: error, monitorId: row.id }, "a monitor cannot be probed: its row does not open");
    return null;
  }
}

function mayHoldSecrets({ url, headers, body }: ProbeSpec): boolean {
  const { search, username, password } = new URL(url);
  return Object.keys(headers).length > 0 || body !== null || `${search}${username}${password}` !== "";
}

/** New, resumed, or to be asked for something else or from elsewhere. */
function isProbedAnew(before: ScheduledMonitor | null | undefined, now: ScheduledMonitor | null): boolean {
  if (now === null) return false;
  if (!before) return true;
  return before.configVersion !== now.configVersion || before.regions.join() !== now.regions.join();
}

function createPlanMemory() {
  let knownDeployIds = new Set<string>();
  return (open: readonly OpenPlan[], now: Date) => {
    const started = open.filter(
      ({ deployId, startedAt }) => !knownDeployIds.has(deployId) && isRecent(startedAt, now),
    );
    knownDeployIds = new Set(open.map(({ deployId }) => deployId));
    return {
      plans: new Map(open.map(({ environmentId, plan }) => [environmentId, plan])),
      startedEnvironmentIds: new Set(started.map(({ environmentId }) => environmentId)),
    };
  };
}
