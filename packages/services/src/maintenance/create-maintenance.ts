import { inTransaction, newId, Prisma, type Tx } from "@rollcall/db";
import { AppError, parseInput } from "@rollcall/domain/problem";
import { createMaintenanceInput, type MaintenanceWire } from "@rollcall/domain/wire";
import { writeAudit } from "../audit.ts";
import { requirePermission, type ServiceContext } from "../context.ts";
import { findService } from "../services/find-service.ts";
import { lockCovered, wakeCovered } from "./change-maintenance.ts";
import { maintenanceIncludes, requireCovered, toMaintenanceWire } from "./maintenance-row.ts";
import { requireSensible, startOf } from "./window-times.ts";

const windowsMax = 200;

/**
 * Plans maintenance, or begins it: nobody is told of what it covers while it is on, uptime leaves the time out, deploys
 * are judged as ever. A service or environment that does not exist is `not_found`.
 */
export async function createMaintenance(ctx: ServiceContext, input: unknown): Promise<MaintenanceWire> {
  requirePermission(ctx, "write");
  const { service, environment, reason, from, until, durationMinutes, repeat } = parseInput(
    createMaintenanceInput,
    input,
  );
  requireCovered(ctx, service, environment);
  const { workspaceId } = ctx;
  const now = ctx.now();
  const startsAt = startOf(from, now);
  const endsAt =
    until !== undefined
      ? new Date(until)
      : durationMinutes === undefined
        ? null
        : new Date(startsAt.getTime() + durationMinutes * 60_000);
  requireSensible({ from: startsAt.getTime(), until: endsAt?.getTime() ?? null, repeat, endedAt: null }, now);
  return inTransaction(ctx.db, async (tx) => {
    // One at a time, so that many at once do not all find the last room.
    await tx.$queryRaw`SELECT id FROM workspace WHERE id = ${workspaceId} FOR NO KEY UPDATE`;
    const covered = { workspaceId, ...(await findCovered(tx, ctx, service, environment)) };
    const environmentIds = await lockCovered(tx, covered);
    await requireRoom(tx, workspaceId, now);
    const row = await tx.maintenanceWindow.create({
      data: {
        id: newId("mnt"),
        ...covered,
        reason,
        startsAt,
        endsAt,
        repeat: repeat ?? Prisma.DbNull,
        createdBy: ctx.actor.name,
        createdAt: now,
        overAt: endsAt,
      },
      include: maintenanceIncludes,
    });
    await wakeCovered(tx, workspaceId, environmentIds, now);
    await writeAudit(tx, ctx, "maintenance.create", row.id, { service, environment, reason });
    return toMaintenanceWire(row, now);
  });
}

async function findCovered(
  tx: Tx,
  ctx: ServiceContext,
  service: string | null,
  environment: string | null,
): Promise<{ serviceId: string | null; environmentId: string | null }> {
  if (service === null) return { serviceId: null, environmentId: null };
  const { id, environments } = await findService(tx, ctx, service);
  if (environment === null) return { serviceId: id, environmentId: null };
  const found = environments.find(({ name }) => name === environment);
  if (found === undefined) throw new AppError("not_found", `There is no ${service} in ${environment}.`);
  return { serviceId: id, environmentId: found.id };
}

async function requireRoom(tx: Tx, workspaceId: string, now: Date): Promise<void> {
  const where = { workspaceId, OR: [{ overAt: null }, { overAt: { gt: now } }] };
  if ((await tx.maintenanceWindow.count({ where })) < windowsMax) return;
  throw new AppError(
    "limit_reached",
    `A workspace has at most ${windowsMax} maintenance windows that are not over.`,
  );
}
