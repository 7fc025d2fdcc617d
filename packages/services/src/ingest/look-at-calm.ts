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

/**
 * A monitor in a calm environment in which answers rest. The judge has planned to see it at `verdict.nextJudgeAt`;
 * `nextJudgeAt` is that, or when the first look has put it off to, or when somebody else wants it judged.
 */
type CalmMonitor = PolicyColumns & {
  id: string;
  environmentId: string;
  serviceId: string;
  restingSince: Date;
  nextJudgeAt: Date | null;
  verdict: unknown;
};

/** What is known beside a monitor's row; `newest` as in `stayUp`. */
type Surroundings = {
  now: Instant;
  knownRegions: string[];
  maintenance: MaintenanceNow<NamedWindow>;
  newestOf(monitor: CalmMonitor): Record<string, Instant>;
};

/** An environment where all that are due are well: when to look again, and which monitors were looked at first now. */
type Look = { at: Instant; first: CalmMonitor[] };

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
  const newestOf = await readNewest(tx, calm);
  const { expected: knownRegions } = await readKnownRegions(tx, now);
  const maintenanceOf = await readMaintenance(tx, workspaceId, now);
  const looks = new Map<string, Look>();
  for (const [environmentId, monitors] of byEnvironment(calm)) {
    const [{ serviceId } = { serviceId: "" }] = monitors;
    const maintenance = maintenanceOf({ id: environmentId, serviceId });
    const look = lookAt(monitors, { now: now.getTime(), knownRegions, maintenance, newestOf });
    if (look !== null) looks.set(environmentId, look);
  }
  await writeLooks(tx, looks);
  return environmentIds.filter((id) => !looks.has(id));
}

/** `null` when one of them is to be judged. */
function lookAt(monitors: readonly CalmMonitor[], around: Surroundings): Look | null {
  const { now, maintenance } = around;
  const look: Look = { at: Number.POSITIVE_INFINITY, first: [] };
  for (const monitor of monitors) {
    const before = readStoredHealth(monitor.verdict);
    const rowAt = monitor.nextJudgeAt?.getTime() ?? null;
    const plannedAt = before?.nextJudgeAt ?? null;
    const isRowDue = rowAt !== null && rowAt <= now;
    // Whoever has set another time wants more than a look.
    if (isRowDue && (rowAt !== plannedAt || !monitor.enabled)) return null;
    if (before === null || plannedAt === null || plannedAt > now || !monitor.enabled) continue;
    if (maintenance.current !== null) return null;
    const policy = healthPolicy(monitor, around.knownRegions);
    const verdict = stayUp(before, policy, around.newestOf(monitor), now);
    if (verdict === null) return null;
    look.at = Math.min(look.at, earlier(verdict.nextJudgeAt, maintenance.changesAt) ?? foldAt(monitor));
    if (isRowDue) look.first.push(monitor);
  }
  return Number.isFinite(look.at) ? look : null;
}

/** When what rests in the monitor's environment is folded next. */
function foldAt({ environmentId, restingSince }: CalmMonitor): Instant {
  const cadence = { monitorId: environmentId, region: "", everyMs: foldEveryMs };
  return nextDueAt(cadence, restingSince.getTime());
}

function byEnvironment(monitors: readonly CalmMonitor[]): Map<string, CalmMonitor[]> {
  const environments = new Map<string, CalmMonitor[]>();
  for (const monitor of monitors)
    environments.set(monitor.environmentId, [...(environments.get(monitor.environmentId) ?? []), monitor]);
  return environments;
}

function readCalm(tx: Tx, workspaceId: string, environmentIds: readonly string[]): Promise<CalmMonitor[]> {
  return tx.$queryRaw`
    SELECT m.id, m.environment_id AS "environmentId", e.service_id AS "serviceId", e.resting_since AS "restingSince",
      h.next_judge_at AS "nextJudgeAt", h.verdict, m.interval_seconds AS "intervalSeconds", m.timeout_ms AS "timeoutMs",
      m.fresh_seconds AS "freshSeconds", m.regions, m.quorum_regions AS "quorumRegions",
      m.failure_threshold AS "failureThreshold", m.recovery_threshold AS "recoveryThreshold",
      m.enabled AND m.deleted_at IS NULL AS enabled
    FROM environment e
    JOIN monitor_health h ON h.workspace_id = e.workspace_id AND h.environment_id = e.id
    JOIN monitor m ON m.id = h.monitor_id
    WHERE e.workspace_id = ${workspaceId} AND e.id = ANY(${environmentIds}) AND ${isCalm}
      AND e.resting_since IS NOT NULL`;
}

async function readNewest(
  tx: Tx,
  monitors: readonly CalmMonitor[],
): Promise<(monitor: CalmMonitor) => Record<string, Instant>> {
  const wanted: MonitorSince[] = monitors.map(({ id, restingSince }) => ({
    monitorId: id,
    since: restingSince.getTime(),
  }));
  const newest = new Map<string, Record<string, Instant>>(monitors.map(({ id }) => [id, {}]));
  for (const { monitorId, region, at } of await readNewestSince(tx, wanted)) {
    const regions = newest.get(monitorId);
    if (regions !== undefined) regions[region] = at;
  }
  return ({ id }) => newest.get(id) ?? {};
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
  const putOff = [...looks.values()].flatMap(({ first }) =>
    first.map((monitor) => ({ id: monitor.id, at: new Date(foldAt(monitor)) })),
  );
  if (putOff.length === 0) return;
  await tx.$executeRaw`
    UPDATE monitor_health h SET next_judge_at = n.at
    FROM json_to_recordset(${JSON.stringify(putOff)}::json) AS n(id text, at timestamptz)
    WHERE h.monitor_id = n.id`;
}
