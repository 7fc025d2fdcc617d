import { parseInput } from "@rollcall/domain/problem";
import {
  environmentName,
  type MaintenanceState,
  type MaintenanceWire,
  maintenanceState,
  serviceName,
} from "@rollcall/domain/wire";
import { z } from "zod";
import { requirePermission, type ServiceContext } from "../context.ts";
import {
  findMaintenance,
  maintenanceIncludes,
  maintenanceReach,
  toMaintenanceWire,
} from "./maintenance-row.ts";

/** Query of `GET /api/v1/maintenance`: with a service, also what covers it and everything else with it. */
export const listMaintenanceInput = z
  .strictObject({ service: serviceName, environment: environmentName, state: maintenanceState })
  .partial();

const endedMax = 100;

/** What is on now, what comes next, soonest first, and of what is over the newest hundred. */
export async function listMaintenance(ctx: ServiceContext, query: unknown = {}): Promise<MaintenanceWire[]> {
  requirePermission(ctx, "read");
  const { service, environment, state } = parseInput(listMaintenanceInput, query);
  const now = ctx.now();
  const where = {
    AND: [
      maintenanceReach(ctx),
      service === undefined ? {} : { OR: [{ serviceId: null }, { service: { name: service } }] },
      environment === undefined
        ? {}
        : { OR: [{ environmentId: null }, { environment: { name: environment } }] },
    ],
  };
  const { maintenanceWindow } = ctx.db.prisma;
  const [lasting, over] = await Promise.all([
    maintenanceWindow.findMany({
      where: { ...where, OR: [{ overAt: null }, { overAt: { gt: now } }] },
      include: maintenanceIncludes,
    }),
    maintenanceWindow.findMany({
      where: { ...where, overAt: { lte: now } },
      orderBy: { overAt: "desc" },
      take: endedMax,
      include: maintenanceIncludes,
    }),
  ]);
  return [...lasting, ...over]
    .map((row) => toMaintenanceWire(row, now))
    .filter((window) => state === undefined || window.state === state)
    .sort(byUse);
}

/** One window. */
export async function readMaintenanceWindow(ctx: ServiceContext, id: string): Promise<MaintenanceWire> {
  requirePermission(ctx, "read");
  return toMaintenanceWire(await findMaintenance(ctx.db.prisma, ctx, id), ctx.now());
}

const order: Record<MaintenanceState, number> = { active: 0, scheduled: 1, ended: 2 };

function byUse(a: MaintenanceWire, b: MaintenanceWire): number {
  if (a.state !== b.state) return order[a.state] - order[b.state];
  if (a.state === "ended") return endOf(a) < endOf(b) ? 1 : -1;
  const when = ({ current, next, from }: MaintenanceWire) => (current ?? next)?.from ?? from;
  return when(a) < when(b) ? -1 : 1;
}

function endOf({ repeat, endedAt, until, from }: MaintenanceWire): string {
  return (repeat === null ? endedAt : null) ?? until ?? from;
}
