/** Writes judgements of monitors' health. */
import type { Tx } from "@rollcall/db";
import { notifyConfirm } from "../live-notify.ts";
import type { MonitorJudgement } from "./judge-monitors.ts";
import type { LoadedEnvironment } from "./load-environment.ts";

/** Writes what was judged anew, and asks the scheduler for confirmations. */
export async function writeMonitors(
  tx: Tx,
  environment: LoadedEnvironment,
  judgements: MonitorJudgement[],
  now: Date,
): Promise<void> {
  const { workspaceId, id: environmentId } = environment.row;
  for (const { monitor, verdict, memory, isTouched } of judgements) {
    if (!isTouched) continue;
    const columns = {
      state: memory,
      verdict,
      health: verdict.health,
      since: new Date(verdict.since),
      nextJudgeAt: verdict.nextJudgeAt === null ? null : new Date(verdict.nextJudgeAt),
      updatedAt: now,
    };
    await tx.monitorHealth.upsert({
      where: { monitorId: monitor.id },
      create: { monitorId: monitor.id, workspaceId, environmentId, ...columns },
      update: columns,
      select: { monitorId: true },
    });
    if (verdict.confirmIn.length > 0)
      await notifyConfirm(tx, { monitorId: monitor.id, regions: verdict.confirmIn });
  }
  // A deleted monitor was woken for this judgement like the others; it is never due again.
  await tx.monitorHealth.updateMany({
    where: { workspaceId, environmentId, nextJudgeAt: { lte: now }, monitor: { deletedAt: { not: null } } },
    data: { nextJudgeAt: null },
  });
}
