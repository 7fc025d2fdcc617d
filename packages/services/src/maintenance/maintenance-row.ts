import { createHash } from "node:crypto";
import type { Prisma, Tx } from "@rollcall/db";
import { maintenanceSentence, nextOccurrence, occurrenceAt } from "@rollcall/domain/maintenance";
import { AppError } from "@rollcall/domain/problem";
import type { MaintenanceState, MaintenanceWire } from "@rollcall/domain/wire";
import { requireReach, requireWholeWorkspace, type ServiceContext } from "../context.ts";
import { toNamedWindow } from "./read-maintenance.ts";

/** What to load with a window for its wire form. */
export const maintenanceIncludes = {
  service: { select: { name: true } },
  environment: { select: { name: true } },
} as const satisfies Prisma.MaintenanceWindowInclude;
export type MaintenanceRow = Prisma.MaintenanceWindowGetPayload<{ include: typeof maintenanceIncludes }>;

/** The window as the API shows it, with when it is on at `now` and next. */
export function toMaintenanceWire(row: MaintenanceRow, now: Date): MaintenanceWire {
  const window = toNamedWindow(row);
  const current = occurrenceAt(window, now.getTime());
  const next = nextOccurrence(window, now.getTime());
  const state: MaintenanceState = current !== null ? "active" : next !== null ? "scheduled" : "ended";
  const toTimes = (occurrence: { from: number; until: number } | null) =>
    occurrence && {
      from: new Date(occurrence.from).toISOString(),
      until: new Date(occurrence.until).toISOString(),
    };
  return {
    id: row.id,
    service: row.service?.name ?? null,
    environment: row.environment?.name ?? null,
    reason: row.reason,
    state,
    sentence: maintenanceSentence(window),
    from: row.startsAt.toISOString(),
    until: row.endsAt?.toISOString() ?? null,
    repeat: window.repeat,
    current: toTimes(current),
    next: toTimes(next),
    version: maintenanceVersion(row),
    createdBy: row.createdBy,
    createdAt: row.createdAt.toISOString(),
    endedAt: row.endedAt?.toISOString() ?? null,
    endedBy: row.endedBy,
  };
}

/** Stands for what of a window can be changed, so that nobody overwrites what somebody else has just written. */
export function maintenanceVersion({
  reason,
  startsAt,
  endsAt,
  repeat,
}: Pick<MaintenanceRow, "reason" | "startsAt" | "endsAt" | "repeat">): string {
  const facts = JSON.stringify([reason, startsAt, endsAt, repeat]);
  return createHash("sha256").update(facts).digest("base64url").slice(0, 16);
}

/** Narrows a query to the windows that cover something the actor may know of. */
export function maintenanceReach({ actor, workspaceId }: ServiceContext): Prisma.MaintenanceWindowWhereInput {
  if (actor.kind !== "token") return { workspaceId };
  const { services, environments } = actor;
  return {
    workspaceId,
    AND: [
      services.length === 0 ? {} : { OR: [{ serviceId: null }, { service: { name: { in: services } } }] },
      environments.length === 0
        ? {}
        : { OR: [{ environmentId: null }, { environment: { name: { in: environments } } }] },
    ],
  };
}

/** The window of this workspace, or `not_found`: also when it covers nothing that a token reaches. */
export async function findMaintenance(
  reader: Pick<Tx, "maintenanceWindow">,
  ctx: ServiceContext,
  id: string,
): Promise<MaintenanceRow> {
  const row = await reader.maintenanceWindow.findFirst({
    where: { AND: [maintenanceReach(ctx), { id }] },
    include: maintenanceIncludes,
  });
  if (row === null) throw new AppError("not_found", "There is no such maintenance window.");
  return row;
}

/** Throws `forbidden` unless the actor reaches all that a window covers, environments that are yet to come included. */
export function requireCovered(
  ctx: ServiceContext,
  service: string | null,
  environment: string | null,
): void {
  if (service === null) requireWholeWorkspace(ctx);
  // No environment is called that, so a token that is limited to some reaches none of them.
  else requireReach(ctx, service, environment ?? "every environment");
}
