import { parseInput } from "@rollcall/domain/problem";
import { environmentName, type MonitorWire, serviceName } from "@rollcall/domain/wire";
import { z } from "zod";
import { environmentReach, requirePermission, type ServiceContext } from "../context.ts";
import type { MonitorView } from "../views.ts";
import { type MonitorRow, monitorIncludes, toMonitorView, toMonitorWire } from "./to-monitor-wire.ts";

/** Query of `GET /api/v1/monitors`. */
export const listMonitorsInput = z.strictObject({
  service: serviceName.optional(),
  environment: environmentName.optional(),
});

/** The workspace's monitors by service, environment and name, as the API shows them. */
export async function listMonitors(ctx: ServiceContext, query: unknown = {}): Promise<MonitorWire[]> {
  return (await findMonitors(ctx, query)).map(toMonitorWire);
}

/** The same list as pages show it, with health in words; `recent` stays empty here, `readMonitor` fills it. */
export async function listMonitorViews(ctx: ServiceContext, query: unknown = {}): Promise<MonitorView[]> {
  return (await findMonitors(ctx, query)).map((row) => toMonitorView(row, []));
}

async function findMonitors(ctx: ServiceContext, query: unknown): Promise<MonitorRow[]> {
  requirePermission(ctx, "read");
  const { service, environment } = parseInput(listMonitorsInput, query);
  return ctx.db.prisma.monitor.findMany({
    where: {
      workspaceId: ctx.workspaceId,
      deletedAt: null,
      AND: [
        { environment: environmentReach(ctx) },
        { environment: { name: environment, service: { name: service } } },
      ],
    },
    include: monitorIncludes,
    orderBy: [
      { environment: { service: { name: "asc" } } },
      { environment: { name: "asc" } },
      { name: "asc" },
    ],
    take: 5000,
  });
}
