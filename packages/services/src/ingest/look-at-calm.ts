/**
 * The passing of time where nothing else happens: most environments are due because somebody might have fallen silent,
 * and nobody has. That can be seen from when each region answered last, without what it answered and without all that a
 * judgement reads and writes.
 */
import { type MonitorSince, readNewestSince, type Tx } from "@rollcall/db";
import { nextDueAt } from "@rollcall/domain/due";
import type { Instant } from "@rollcall/domain/glossary";
import { stayUp } from "@rollcall/domain/health";
import type { MaintenanceNow } from "@rollcall/domain/maintenance";
import { earlier, type NamedWindow, readMaintenance } from "../maintenance/read-maintenance.ts";
import { readKnownRegions } from "../scheduling/known-regions.ts";
import { healthPolicy, type PolicyColumns } from "./health-policy.ts";
import { isCalm } from "./rest-answers.ts";
import { readStoredHealth } from "./stored-verdict.ts";

/**
 * Once in so long what rests is folded, each environment at its own time: what counts answers, such as the chart of a live
 * deploy, is as old at most.
 */
const foldEveryMs = 300_000;

/** What was planned by a clock that is ahead by more is not looked for: its environment is judged. */
const clocksApartMs = 3_600_000;

/** A calm environment in which answers rest since an instant. */
type CalmEnvironment = { id: string; serviceId: string; restingSince: Instant; monitors: CalmMonitor[] };

/**
 * The judge has planned to see it at `verdict.nextJudgeAt`; `nextJudgeAt` is that, or when a look has put it off to, or when
 * somebody else wants it judged.
 */
type CalmMonitor = PolicyColumns & { id: string; nextJudgeAt: Instant | null; verdict: unknown };

/** What is known beside its rows; `newest` of a monitor as in `stayUp`. */
type Surroundings = {
  now: Instant;
  knownRegions: string[];
  maintenance: MaintenanceNow<NamedWindow>;
  newestOf(monitorId: string): Record<string, Instant>;
};

/** An environment where all are well: when to look again, and which monitors have to be put off until the fold. */
type Look = { at: Instant; putOffIds: string[]; foldAt: Instant };

/**
 * Looks at environments of a workspace that are held by this transaction. In those that are calm and in which every
 * monitor that is due still answers well, it notes when to look again. Gives back all others: they are to be judged.
 */
export async function lookAtCalm(
  tx: Tx,
  { workspaceId, environmentIds }: { workspaceId: string; environmentIds: readonly string[] },
  now: Date,
): Promise<string[]> {
  const calm = (await readCalm(tx, workspaceId, environmentIds)).filter((one) => foldAt(one) > now.getTime());
  if (calm.length === 0) return [...environmentIds];
  const newestOf = await readNewest(tx, calm, now);
  const { expected: knownRegions } = await readKnownRegions(tx, now);
  const maintenanceOf = await readMaintenance(tx, workspaceId, now);
  const looks = new Map<string, Look>();
  for (const environment of calm) {
    const maintenance = maintenanceOf(environment);
    const look = lookAt(environment, { now: now.getTime(), knownRegions, maintenance, newestOf });
    if (look !== null) looks.set(environment.id, look);
  }
  await writeLooks(tx, looks);
  return environmentIds.filter((id) => !looks.has(id));
}

/** `null` when one of its monitors is to be judged. */
function lookAt(environment: CalmEnvironment, around: Surroundings): Look | null {
  const seen = environment.monitors.map((monitor) => ({ monitor, at: lookAtMonitor(monitor, around) }));
  if (seen.some(({ at }) => at === "judge")) return null;
  const times = seen.flatMap(({ at }) => (typeof at === "number" ? [at] : []));
  const putOff = seen.filter(({ monitor, at }) => at !== null && monitor.nextJudgeAt === plannedAt(monitor));
  return {
    at: Math.min(foldAt(environment), ...times),
    putOffIds: putOff.map(({ monitor }) => monitor.id),
    foldAt: foldAt(environment),
  };
}

/** When to look at it again; `null` for one that is waited for by nobody. */
function lookAtMonitor(monitor: CalmMonitor, around: Surroundings): Instant | "judge" | null {
  const { now, maintenance } = around;
  const { nextJudgeAt, enabled, id } = monitor;
  const planned = plannedAt(monitor);
  // Whoever has set another time wants more than a look.
  if (nextJudgeAt !== null && nextJudgeAt <= now && (nextJudgeAt !== planned || !enabled)) return "judge";
  const before = readStoredHealth(monitor.verdict);
  if (before === null || planned === null || !enabled) return null;
  const policy = healthPolicy(monitor, around.knownRegions);
  const verdict = maintenance.current === null ? stayUp(before, policy, around.newestOf(id), now) : null;
  if (verdict === null && planned <= now) return "judge";
  return earlier(verdict?.nextJudgeAt ?? planned, maintenance.changesAt);
}

function plannedAt({ verdict }: CalmMonitor): Instant | null {
  return readStoredHealth(verdict)?.nextJudgeAt ?? null;
}

/** When what rests in an environment is folded next. */
function foldAt({ id, restingSince }: CalmEnvironment): Instant {
  return nextDueAt({ monitorId: id, region: "", everyMs: foldEveryMs }, restingSince);
}

/** As JSON, of which a row costs a small part of what it costs column by column. */
async function readCalm(
  tx: Tx,
  workspaceId: string,
  environmentIds: readonly string[],
): Promise<CalmEnvironment[]> {
  const rows = await tx.$queryRaw<{ environment: CalmEnvironment }[]>`
    SELECT json_build_object('id', e.id, 'serviceId', e.service_id,
      'restingSince', (extract(epoch FROM e.resting_since) * 1000)::bigint,
      'monitors', json_agg(json_build_object('id', m.id,
        'nextJudgeAt', (extract(epoch FROM h.next_judge_at) * 1000)::bigint, 'verdict', h.verdict,
        'intervalSeconds', m.interval_seconds, 'timeoutMs', m.timeout_ms, 'freshSeconds', m.fresh_seconds,
        'regions', m.regions, 'quorumRegions', m.quorum_regions, 'failureThreshold', m.failure_threshold,
        'recoveryThreshold', m.recovery_threshold, 'enabled', m.enabled AND m.deleted_at IS NULL))) AS environment
    FROM environment e
    JOIN monitor_health h ON h.workspace_id = e.workspace_id AND h.environment_id = e.id
    JOIN monitor m ON m.id = h.monitor_id
    WHERE e.workspace_id = ${workspaceId} AND e.id = ANY(${environmentIds}) AND ${isCalm}
      AND e.resting_since IS NOT NULL
    GROUP BY e.id`;
  return rows.map(({ environment }) => environment);
}

async function readNewest(
  tx: Tx,
  environments: readonly CalmEnvironment[],
  now: Date,
): Promise<(monitorId: string) => Record<string, Instant>> {
  const wanted: MonitorSince[] = environments.flatMap(({ restingSince, monitors }) =>
    monitors.map(({ id }) => ({ monitorId: id, since: restingSince })),
  );
  const until = new Date(now.getTime() + clocksApartMs);
  const newest = new Map<string, Record<string, Instant>>(wanted.map(({ monitorId }) => [monitorId, {}]));
  for (const { monitorId, region, at } of await readNewestSince(tx, wanted, until)) {
    const regions = newest.get(monitorId);
    if (regions !== undefined) regions[region] = at;
  }
  return (monitorId) => newest.get(monitorId) ?? {};
}

/**
 * An environment's next look is one small row. The first look puts its monitors off until the next fold, when they are due
 * whatever became of looks, also for a release that knows of none.
 */
async function writeLooks(tx: Tx, looks: ReadonlyMap<string, Look>): Promise<void> {
  if (looks.size === 0) return;
  const next = [...looks].map(([id, { at }]) => ({ id, at: new Date(at) }));
  await tx.$executeRaw`
    UPDATE environment e SET look_at = n.at
    FROM json_to_recordset(${JSON.stringify(next)}::json) AS n(id text, at timestamptz)
    WHERE e.id = n.id`;
  const putOff = [...looks.values()].flatMap(({ putOffIds, foldAt }) =>
    putOffIds.map((id) => ({ id, at: new Date(foldAt) })),
  );
  if (putOff.length === 0) return;
  await tx.$executeRaw`
    UPDATE monitor_health h SET next_judge_at = n.at
    FROM json_to_recordset(${JSON.stringify(putOff)}::json) AS n(id text, at timestamptz)
    WHERE h.monitor_id = n.id`;
}
