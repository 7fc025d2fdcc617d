import { inTransaction } from "@rollcall/db";
import { occurrenceAt } from "@rollcall/domain/maintenance";
import { AppError } from "@rollcall/domain/problem";
import type { MaintenanceWire } from "@rollcall/domain/wire";
import { writeAudit } from "../audit.ts";
import { requirePermission, type ServiceContext } from "../context.ts";
import { lockMaintenance, wakeCovered } from "./change-maintenance.ts";
import { maintenanceIncludes, toMaintenanceWire } from "./maintenance-row.ts";
import { toNamedWindow } from "./read-maintenance.ts";

/**
 * Ends the time that a window is on; a recurring one is on again the next time. What still fails is probed afresh and
 * told. One that is not on is a `conflict`: ended twice, it was over already.
 */
export async function endMaintenance(ctx: ServiceContext, id: string): Promise<MaintenanceWire> {
  requirePermission(ctx, "write");
  return inTransaction(ctx.db, async (tx) => {
    const { row, environmentIds } = await lockMaintenance(tx, ctx, id);
    const now = ctx.now();
    if (occurrenceAt(toNamedWindow(row), now.getTime()) === null)
      throw new AppError("conflict", "This maintenance is not on now, so there is nothing to end.");
    const ended = await tx.maintenanceWindow.update({
      where: { id },
      data: { endedAt: now, endedBy: ctx.actor.name, ...(row.repeat === null && { overAt: now }) },
      include: maintenanceIncludes,
    });
    await wakeCovered(tx, ctx.workspaceId, environmentIds, now);
    await writeAudit(tx, ctx, "maintenance.end", id);
    return toMaintenanceWire(ended, now);
  });
}
