/** What every change of a window begins and ends with: the judge looks again at all that it covers. */
import type { Prisma, Tx } from "@rollcall/db";
import { notifyWorkspace } from "../audit.ts";
import type { ServiceContext } from "../context.ts";
import { findMaintenance, type MaintenanceRow, requireCovered } from "./maintenance-row.ts";

type Covered = Pick<Prisma.MaintenanceWindowModel, "workspaceId" | "serviceId" | "environmentId">;

/**
 * Locks the environments that a window covers, in the order of their ids: a judgement under way would otherwise put
 * back when it looks again. Call it before anything else is written.
 */
export async function lockCovered(
  tx: Tx,
  { workspaceId, serviceId, environmentId }: Covered,
): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT e.id FROM environment e JOIN workspace w ON w.id = e.workspace_id
    WHERE e.workspace_id = ${workspaceId}
      AND (${serviceId}::text IS NULL OR e.service_id = ${serviceId})
      AND (${environmentId}::text IS NULL OR e.id = ${environmentId})
    ORDER BY e.id
    FOR KEY SHARE OF w FOR NO KEY UPDATE OF e`;
  return rows.map(({ id }) => id);
}

/** A window that somebody wants to change, with the environments that it covers, all of them locked. */
export async function lockMaintenance(
  tx: Tx,
  ctx: ServiceContext,
  id: string,
): Promise<{ row: MaintenanceRow; environmentIds: string[] }> {
  const found = await findMaintenance(tx, ctx, id);
  requireCovered(ctx, found.service?.name ?? null, found.environment?.name ?? null);
  const environmentIds = await lockCovered(tx, found);
  // What it was before the lock may have been changed while we waited.
  return { row: await findMaintenance(tx, ctx, id), environmentIds };
}

/** Has the judge look at the locked environments now, and the pages with them. */
export async function wakeCovered(
  tx: Tx,
  workspaceId: string,
  environmentIds: string[],
  now: Date,
): Promise<void> {
  const inThem = { workspaceId, environmentId: { in: environmentIds } };
  await tx.monitorHealth.updateMany({
    where: { ...inThem, monitor: { deletedAt: null, enabled: true } },
    data: { nextJudgeAt: now },
  });
  await tx.incident.updateMany({
    where: { ...inThem, state: { not: "resolved" } },
    data: { nextJudgeAt: now },
  });
  await notifyWorkspace(tx, workspaceId);
}
