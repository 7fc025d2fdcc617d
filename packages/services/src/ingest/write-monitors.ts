/** Writes judgements of monitors' health. */
import type { Tx } from "@rollcall/db";
import { notifyConfirm } from "../live-notify.ts";
import { earlier, shownHealth } from "../maintenance/read-maintenance.ts";
import type { MonitorJudgement } from "./judge-monitors.ts";
import type { LoadedEnvironment } from "./load-environment.ts";

/** A monitor's judgement with the environment it stands in. */
export type JudgedHealth = { environment: LoadedEnvironment; judgement: MonitorJudgement };

/** Writes what was judged anew, in one statement, and asks the scheduler for confirmations. */
export async function writeMonitors(tx: Tx, judged: readonly JudgedHealth[], now: Date): Promise<void> {
  const touched = judged.filter(({ judgement }) => judgement.isTouched);
  if (touched.length === 0) return;
  const rows = touched.map(healthColumns);
  await tx.$executeRaw`
    INSERT INTO monitor_health
      (monitor_id, workspace_id, environment_id, state, verdict, health, since, next_judge_at, updated_at)
    SELECT n.*, ${now}::timestamptz
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS n(
      monitor_id text, workspace_id text, environment_id text, state jsonb, verdict jsonb, health text,
      since timestamptz, next_judge_at timestamptz)
    ON CONFLICT (monitor_id) DO UPDATE SET
      state = excluded.state, verdict = excluded.verdict, health = excluded.health, since = excluded.since,
      next_judge_at = excluded.next_judge_at, updated_at = excluded.updated_at`;
  for (const { environment, judgement } of touched) {
    const regions = regionsToConfirm(environment, judgement);
    if (regions.length > 0) await notifyConfirm(tx, { monitorId: judgement.monitor.id, regions });
  }
}

/** After maintenance also what failed in it: its last answers are no word on whether it is over. */
function regionsToConfirm(
  { maintenance }: LoadedEnvironment,
  { monitor, verdict }: MonitorJudgement,
): string[] {
  const isJustOver = monitor.health?.health === "maintenance" && maintenance.current === null;
  const failing = verdict.regions.filter(({ state }) => isJustOver && state === "failing");
  return [...new Set([...verdict.confirmIn, ...failing.map(({ region }) => region)])];
}

/** A deleted monitor is woken like the others so that its trouble ends; afterwards it is never due again. */
export async function settleDeletedMonitors(
  tx: Tx,
  { workspaceId, environmentIds }: { workspaceId: string; environmentIds: readonly string[] },
  now: Date,
): Promise<void> {
  await tx.monitorHealth.updateMany({
    where: {
      workspaceId,
      environmentId: { in: [...environmentIds] },
      nextJudgeAt: { lte: now },
      monitor: { deletedAt: { not: null } },
    },
    data: { nextJudgeAt: null },
  });
}

function healthColumns({ environment, judgement }: JudgedHealth) {
  const { monitor, verdict, memory } = judgement;
  const { current, changesAt } = environment.maintenance;
  const wakeAt = monitor.enabled ? earlier(verdict.nextJudgeAt, changesAt) : verdict.nextJudgeAt;
  const health = shownHealth(verdict.health, environment.maintenance);
  return {
    monitor_id: monitor.id,
    workspace_id: environment.row.workspaceId,
    environment_id: environment.row.id,
    state: memory,
    verdict,
    health,
    since: new Date(health === "maintenance" && current ? current.occurrence.from : verdict.since),
    next_judge_at: wakeAt === null ? null : new Date(wakeAt),
  };
}
