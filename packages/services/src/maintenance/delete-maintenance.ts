import { inTransaction } from "@rollcall/db";
import { occurrenceAt } from "@rollcall/domain/maintenance";
import { AppError } from "@rollcall/domain/problem";
import { writeAudit } from "../audit.ts";
import { requirePermission, type ServiceContext } from "../context.ts";
import { lockMaintenance, wakeCovered } from "./change-maintenance.ts";
import { toNamedWindow } from "./read-maintenance.ts";

/** Takes a window away that is not on now. The times that it was on stay left out of uptime. */
export async function deleteMaintenance(ctx: ServiceContext, id: string): Promise<void> {
  requirePermission(ctx, "write");
  await inTransaction(ctx.db, async (tx) => {
    const { row, environmentIds } = await lockMaintenance(tx, ctx, id);
    const now = ctx.now();
    if (occurrenceAt(toNamedWindow(row), now.getTime()) !== null)
      throw new AppError("conflict", "This maintenance is on now: end it first.");
    await tx.maintenanceWindow.deleteMany({ where: { workspaceId: ctx.workspaceId, id } });
    await wakeCovered(tx, ctx.workspaceId, environmentIds, now);
    await writeAudit(tx, ctx, "maintenance.delete", id, { reason: row.reason });
  });
}
