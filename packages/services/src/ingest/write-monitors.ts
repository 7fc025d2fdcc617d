/** Writes judgements of monitors' health. */
import type { Tx } from "@rollcall/db";
import { notifyConfirm } from "../live-notify.ts";
import { earlier, shownHealth } from "../maintenance/read-maintenance.ts";
import type { MonitorJudgement } from "./judge-monitors.ts";
import type { LoadedEnvironment } from "./load-environment.ts";

/** Writes what was judged anew, and asks the scheduler for confirmations. */
export async function writeMonitors(
  tx: Tx,
  environment: LoadedEnvironment,
  judgements: MonitorJudgement[],
  now: Date,
): Promise<void> {
  for (const judgement of judgements) {
    if (!judgement.isTouched) continue;
    await writeHealth(tx, environment, judgement, now);
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
  environment: LoadedEnvironment,
  now: Date,
): Promise<void> {
  const { workspaceId, id: environmentId } = environment.row;
  await tx.monitorHealth.updateMany({
    where: { workspaceId, environmentId, nextJudgeAt: { lte: now }, monitor: { deletedAt: { not: null } } },
    data: { nextJudgeAt: null },
  });
}

async function writeHealth(
  tx: Tx,
  environment: LoadedEnvironment,
  { monitor, verdict, memory }: MonitorJudgement,
  now: Date,
): Promise<void> {
  const { workspaceId, id: environmentId } = environment.row;
  const { current, changesAt } = environment.maintenance;
  const wakeAt = monitor.enabled ? earlier(verdict.nextJudgeAt, changesAt) : verdict.nextJudgeAt;
  const nextJudgeAt = wakeAt === null ? null : new Date(wakeAt);
  const health = shownHealth(verdict.health, environment.maintenance);
  const since = new Date(health === "maintenance" && current ? current.occurrence.from : verdict.since);
  // One statement; Prisma's own upsert of a row this size takes several.
  await tx.$executeRaw`
    INSERT INTO monitor_health
      (monitor_id, workspace_id, environment_id, state, verdict, health, since, next_judge_at, updated_at)
    VALUES (${monitor.id}, ${workspaceId}, ${environmentId}, ${JSON.stringify(memory)}::jsonb,
      ${JSON.stringify(verdict)}::jsonb, ${health}, ${since}, ${nextJudgeAt}, ${now})
    ON CONFLICT (monitor_id) DO UPDATE SET
      state = excluded.state, verdict = excluded.verdict, health = excluded.health, since = excluded.since,
      next_judge_at = excluded.next_judge_at, updated_at = excluded.updated_at`;
}
