/** The maintenance of one service and environment, as the judge needs it. */
import type { Prisma, Tx } from "@rollcall/db";
import type { HealthState, Instant } from "@rollcall/domain/glossary";
import type { Silence } from "@rollcall/domain/incident";
import {
  type MaintenanceNow,
  type MaintenanceWindow,
  maintenanceAt,
  settleMs,
} from "@rollcall/domain/maintenance";
import type { MaintenanceRepeat } from "@rollcall/domain/wire";
import { formatMoment } from "@rollcall/domain/words";
import type { EnvironmentRow } from "../views.ts";

/** A window with what is said of it. */
export type NamedWindow = MaintenanceWindow & { id: string; reason: string; createdBy: string };

/**
 * Reads how a workspace's windows stand, with one query, and tells of each environment how those do that cover it: its
 * own, its service's, and those of everything.
 */
export async function readMaintenance(
  reader: Pick<Tx, "maintenanceWindow">,
  workspaceId: string,
  now: Date,
): Promise<(environment: { id: string; serviceId: string }) => MaintenanceNow<NamedWindow>> {
  const rows = await reader.maintenanceWindow.findMany({ where: notSettled(workspaceId, now) });
  return ({ id, serviceId }) => {
    const covering = rows.filter(
      (row) =>
        (row.serviceId === null || row.serviceId === serviceId) &&
        (row.environmentId === null || row.environmentId === id),
    );
    return maintenanceAt(covering.map(toNamedWindow), now.getTime());
  };
}

/** The same as pages show it: asks which environment is in maintenance now. */
export async function readMaintained(
  reader: Pick<Tx, "maintenanceWindow">,
  workspaceId: string,
  now: Date,
): Promise<(environment: { id: string; serviceId: string }) => EnvironmentRow["maintenance"]> {
  const maintenanceOf = await readMaintenance(reader, workspaceId, now);
  return (environment) => {
    const { current } = maintenanceOf(environment);
    if (current === null) return null;
    const { window, occurrence } = current;
    return { id: window.id, reason: window.reason, until: new Date(occurrence.until).toISOString() };
  };
}

/** Of a workspace, the windows that are not over, or were a moment ago. */
function notSettled(workspaceId: string, now: Date) {
  const settled = new Date(now.getTime() - settleMs);
  return {
    workspaceId,
    OR: [{ overAt: null }, { overAt: { gt: settled } }],
  } satisfies Prisma.MaintenanceWindowWhereInput;
}

/** From a window's row to what the rules of the domain work on. */
export function toNamedWindow(row: Prisma.MaintenanceWindowModel): NamedWindow {
  return {
    id: row.id,
    reason: row.reason,
    createdBy: row.createdBy,
    from: row.startsAt.getTime(),
    until: row.endsAt?.getTime() ?? null,
    repeat: row.repeat as MaintenanceRepeat | null,
    endedAt: row.endedAt?.getTime() ?? null,
  };
}

/** Why nobody is told during maintenance, and in the moment after it in which everything is probed afresh. */
export function maintenanceSilence({ current, endedAt }: MaintenanceNow<NamedWindow>): Silence | null {
  if (current !== null) {
    const { until } = current.occurrence;
    const { reason, createdBy } = current.window;
    return { until, says: `maintenance until ${formatMoment(until)} (${reason}, by ${createdBy})` };
  }
  if (endedAt === null) return null;
  const until = endedAt + settleMs;
  return { until, says: `maintenance ended at ${formatMoment(endedAt)}, and what failed is probed afresh` };
}

/** What people see of a judged health: `maintenance` while that lasts, unless nothing is watched anyway. */
export function shownHealth(judged: HealthState, { current }: MaintenanceNow<NamedWindow>): HealthState {
  return current === null || judged === "paused" || judged === "unknown" ? judged : "maintenance";
}

/** The earlier of two instants at which to look again. */
export function earlier(a: Instant | null, b: Instant | null): Instant | null {
  return a === null || b === null ? (a ?? b) : Math.min(a, b);
}
