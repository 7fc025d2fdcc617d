import { requirePermission, type ServiceContext } from "../context.ts";
import { deployPlace } from "../deploys/find-deploy.ts";
import { toDeployListItem } from "../deploys/to-deploy-wire.ts";
import type { IncidentView } from "../views.ts";
import { findIncident } from "./find-incident.ts";
import { toDeliveryWire, toIncidentListItem, toTimelineEntry } from "./to-incident-wire.ts";

const linesMax = 500;

/** One incident with its timeline (oldest first), its deliveries and what it is about. */
export async function readIncident(ctx: ServiceContext, incidentId: string): Promise<IncidentView> {
  requirePermission(ctx, "read");
  const { prisma } = ctx.db;
  const incident = await findIncident(prisma, ctx, incidentId);
  const { workspaceId } = ctx;
  const [entries, deliveries, deploy, monitor] = await Promise.all([
    prisma.incidentEntry.findMany({
      where: { workspaceId, incidentId },
      orderBy: [{ at: "asc" }, { id: "asc" }],
      take: linesMax,
    }),
    prisma.delivery.findMany({
      where: { workspaceId, outbox: { incidentId } },
      include: { channel: true, outbox: { select: { notice: true } } },
      orderBy: { id: "asc" },
      take: linesMax,
    }),
    incident.deployId === null
      ? null
      : prisma.deploy.findFirst({ where: { workspaceId, id: incident.deployId }, include: deployPlace }),
    incident.monitorId === null
      ? null
      : prisma.monitor.findFirst({ where: { workspaceId, id: incident.monitorId } }),
  ]);
  return {
    ...toIncidentListItem(incident),
    timeline: entries.map(toTimelineEntry),
    deliveries: deliveries.map(toDeliveryWire),
    deploy: deploy === null ? null : toDeployListItem(deploy),
    monitorName: monitor?.name ?? null,
  };
}
