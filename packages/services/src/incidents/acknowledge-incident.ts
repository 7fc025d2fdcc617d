import { inTransaction } from "@rollcall/db";
import { AppError } from "@rollcall/domain/problem";
import { writeAudit } from "../audit.ts";
import { actorLabel, requirePermission, type ServiceContext } from "../context.ts";
import type { IncidentListItem } from "../views.ts";
import { lockIncident } from "./lock-incident.ts";
import { notifyIncident } from "./notify-incident.ts";
import { writeTimelineEntry } from "./timeline.ts";
import { toIncidentListItem } from "./to-incident-wire.ts";

/** Says that somebody is on it. Acknowledging twice changes nothing; a resolved incident is a `conflict`. */
export async function acknowledgeIncident(
  ctx: ServiceContext,
  incidentId: string,
): Promise<IncidentListItem> {
  requirePermission(ctx, "write");
  return inTransaction(ctx.db, async (tx) => {
    const incident = await lockIncident(tx, ctx, incidentId);
    if (incident.state === "acknowledged") return toIncidentListItem(incident);
    if (incident.state === "resolved")
      throw new AppError("conflict", "This incident is already resolved; there is nothing to acknowledge.");
    const at = ctx.now();
    const change = { state: "acknowledged", acknowledgedAt: at, acknowledgedBy: ctx.actor.name };
    await tx.incident.update({ where: { id: incident.id }, data: change });
    await writeTimelineEntry(tx, {
      workspaceId: ctx.workspaceId,
      incidentId: incident.id,
      at,
      type: "acknowledged",
      text: `Acknowledged by ${ctx.actor.name}.`,
      actor: actorLabel(ctx.actor),
    });
    await writeAudit(tx, ctx, "incident.acknowledge", incident.id);
    await notifyIncident(tx, incident, at);
    return toIncidentListItem({ ...incident, ...change });
  });
}
