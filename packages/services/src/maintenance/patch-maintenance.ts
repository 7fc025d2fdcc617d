import { inTransaction, Prisma } from "@rollcall/db";
import { AppError, parseInput } from "@rollcall/domain/problem";
import {
  type MaintenanceWire,
  type PatchMaintenanceInput,
  patchMaintenanceInput,
} from "@rollcall/domain/wire";
import { writeAudit } from "../audit.ts";
import { requirePermission, type ServiceContext } from "../context.ts";
import { lockMaintenance, wakeCovered } from "./change-maintenance.ts";
import {
  type MaintenanceRow,
  maintenanceIncludes,
  maintenanceVersion,
  toMaintenanceWire,
} from "./maintenance-row.ts";
import { toNamedWindow } from "./read-maintenance.ts";
import { requireSensible, startOf } from "./window-times.ts";

/**
 * Changes a window's reason or times; what it covers stays. One that is over, and the start of one that has begun,
 * are a `conflict`: what was told and counted stays so; and so is one that was changed since the `version` named.
 */
export async function patchMaintenance(
  ctx: ServiceContext,
  id: string,
  input: unknown,
): Promise<MaintenanceWire> {
  requirePermission(ctx, "write");
  return inTransaction(ctx.db, async (tx) => {
    const { row, environmentIds } = await lockMaintenance(tx, ctx, id);
    const patch = parseInput(patchMaintenanceInput, input);
    const now = ctx.now();
    requireChangeable(row, patch, now);
    const startsAt = patch.from === undefined ? row.startsAt : startOf(patch.from, now);
    const endsAt = patch.until === undefined ? row.endsAt : toDate(patch.until);
    const window = toNamedWindow({ ...row, startsAt, endsAt, repeat: patch.repeat ?? row.repeat });
    requireSensible(window, now);
    const changed = await tx.maintenanceWindow.update({
      where: { id },
      data: {
        startsAt,
        endsAt,
        overAt: endsAt,
        repeat: window.repeat ?? Prisma.DbNull,
        reason: patch.reason,
      },
      include: maintenanceIncludes,
    });
    await wakeCovered(tx, ctx.workspaceId, environmentIds, now);
    await writeAudit(tx, ctx, "maintenance.change", id, {
      fields: Object.keys(patch).filter((field) => field !== "version"),
    });
    return toMaintenanceWire(changed, now);
  });
}

function toDate(time: string | null): Date | null {
  return time === null ? null : new Date(time);
}

function requireChangeable(row: MaintenanceRow, patch: PatchMaintenanceInput, now: Date): void {
  if (row.overAt !== null && row.overAt <= now)
    throw new AppError("conflict", "This maintenance is over; plan another one.");
  if (patch.version !== undefined && patch.version !== maintenanceVersion(row))
    throw new AppError(
      "conflict",
      "Somebody else has changed this maintenance meanwhile. Open it again to see what stands there now.",
    );
  if (patch.from !== undefined && row.startsAt <= now)
    throw new AppError("conflict", "It has begun: its start cannot be changed.", {
      errors: [{ detail: "has passed", pointer: "#/from" }],
    });
  if (patch.repeat !== undefined && row.repeat === null)
    throw new AppError("conflict", "It is on once; plan a recurring one instead.", {
      errors: [{ detail: "cannot be added", pointer: "#/repeat" }],
    });
}
