import { inTransaction } from "@rollcall/db";
import { notifyWorkspace, writeAudit } from "../audit.ts";
import { requirePermission, type ServiceContext } from "../context.ts";
import { findMonitor } from "./find-monitor.ts";
import { wakeJudge } from "./wake-judge.ts";

/** Ends a monitor: it is probed and shown no more; what it observed stays as long as the retention says. */
export async function deleteMonitor(ctx: ServiceContext, monitorId: string): Promise<void> {
  requirePermission(ctx, "write");
  await inTransaction(ctx.db, async (tx) => {
    const { environmentId, name } = await findMonitor(tx, ctx, monitorId);
    const now = ctx.now();
    await tx.monitor.update({ where: { id: monitorId }, data: { deletedAt: now, updatedAt: now } });
    await wakeJudge(tx, environmentId, now);
    await writeAudit(tx, ctx, "monitor.delete", monitorId, { name });
    await notifyWorkspace(tx, ctx.workspaceId);
  });
}
