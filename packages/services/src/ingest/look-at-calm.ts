/**
 * The passing of time where nothing else happens: most environments are due because somebody might have fallen silent,
 * and nobody has. That can be seen from when each region answered last, without what it answered and without all that a
 * judgement reads and writes.
 */
import { type MonitorSince, readNewestSince, type Tx } from "@rollcall/db";
import { nextDueAt } from "@rollcall/domain/due";
import { type HealthVerdict, stayUp } from "@rollcall/domain/health";
import { earlier, readMaintenance } from "../maintenance/read-maintenance.ts";
import { readKnownRegions } from "../scheduling/known-regions.ts";
import { healthPolicy, type PolicyColumns } from "./health-policy.ts";
import { isCalm } from "./rest-answers.ts";
import { readStoredHealth } from "./stored-verdict.ts";

/**
 * Once in so long what rests is folded, each environment at its own time: what counts answers, such as the chart of a live
 * deploy, is as old at most.
 */
const foldEveryMs = 300_000;

/** A monitor in a calm environment in which answers rest; it is to be looked at again at `nextJudgeAt`, or never. */
type CalmMonitor = PolicyColumns & {
  id: string;
  environmentId: string;
  serviceId: string;
  restingSince: Date;
  nextJudgeAt: Date | null;
  verdict: unknown;
};

/**
 * Looks at environments of a workspace that are held by this transaction. In those that are calm and in which every
 * monitor that is due still answers well, it notes when each was heard last and when to look again. Gives back all
 * others: they are to be judged.
 */
export async function lookAtCalm(
  tx: Tx,
  { workspaceId, environmentIds }: { workspaceId: string; environmentIds: readonly string[] },
  now: Date,
): Promise<string[]> {
  const monitors = (await readCalm(tx, workspaceId, environmentIds)).filter((one) => !isFoldDue(one, now));
  if (monitors.length === 0) return [...environmentIds];
  const newestOf = await readNewest(tx, monitors);
  const { expected } = await readKnownRegions(tx, now);
  const maintenanceOf = await readMaintenance(tx, workspaceId, now);
  const looked = monitors.map((monitor) => {
    const before = readStoredHealth(monitor.verdict);
    const { current, changesAt } = maintenanceOf({ id: monitor.environmentId, serviceId: monitor.serviceId });
    // Whoever has set another time wants more than a look.
    const isOwnTime = before?.nextJudgeAt === monitor.nextJudgeAt?.getTime() && current === null;
    const policy = healthPolicy(monitor, expected);
    const verdict =
      before !== null && isOwnTime ? stayUp(before, policy, newestOf(monitor), now.getTime()) : null;
    return { monitor, verdict, wakeAt: earlier(verdict?.nextJudgeAt ?? null, changesAt) };
  });
  const toJudge = new Set(
    looked.flatMap(({ monitor, verdict }) =>
      verdict === null && monitor.nextJudgeAt !== null && monitor.nextJudgeAt <= now
        ? [monitor.environmentId]
        : [],
    ),
  );
  const calm = new Set(monitors.map(({ environmentId }) => environmentId));
  await writeLooks(
    tx,
    looked.filter(({ monitor }) => !toJudge.has(monitor.environmentId)),
    now,
  );
  return environmentIds.filter((id) => toJudge.has(id) || !calm.has(id));
}

function isFoldDue({ environmentId, restingSince }: CalmMonitor, now: Date): boolean {
  const cadence = { monitorId: environmentId, region: "", everyMs: foldEveryMs };
  return nextDueAt(cadence, restingSince.getTime()) <= now.getTime();
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
): Promise<(monitor: CalmMonitor) => Record<string, number>> {
  const wanted: MonitorSince[] = monitors.map(({ id, restingSince }) => ({
    monitorId: id,
    since: restingSince.getTime(),
  }));
  const newest = new Map<string, Record<string, number>>(monitors.map(({ id }) => [id, {}]));
  for (const { monitorId, region, at } of await readNewestSince(tx, wanted)) {
    const regions = newest.get(monitorId);
    if (regions !== undefined) regions[region] = at;
  }
  return ({ id }) => newest.get(id) ?? {};
}

type Look = { monitor: CalmMonitor; verdict: HealthVerdict | null; wakeAt: number | null };

async function writeLooks(tx: Tx, looked: readonly Look[], now: Date): Promise<void> {
  const rows = looked.flatMap(({ monitor: { id }, verdict, wakeAt }) =>
    verdict === null ? [] : [{ id, verdict, wake_at: wakeAt === null ? null : new Date(wakeAt) }],
  );
  if (rows.length === 0) return;
  await tx.$executeRaw`
    UPDATE monitor_health h SET verdict = n.verdict, next_judge_at = n.wake_at, updated_at = ${now}
    FROM json_to_recordset(${JSON.stringify(rows)}::json) AS n(id text, verdict jsonb, wake_at timestamptz)
    WHERE h.monitor_id = n.id`;
}
