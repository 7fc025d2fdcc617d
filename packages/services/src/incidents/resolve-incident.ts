import { inTransaction } from "@rollcall/db";
import { writeAudit } from "../audit.ts";
import { actorLabel, requirePermission, type ServiceContext } from "../context.ts";
import { writeOutbox } from "../delivery/write-outbox.ts";
import type { IncidentListItem } from "../views.ts";
import { lockIncident } from "./lock-incident.ts";
import { notifyIncident } from "./notify-incident.ts";
import { resolvedByHandNotice } from "./resolved-by-hand-notice.ts";
import { writeTimelineEntry } from "./timeline.ts";
import { toIncidentListItem } from "./to-incident-wire.ts";

/**
 * Closes an incident by hand and tells those who were told of it. Only trouble that begins afterwards opens a new
 * one: what is wrong now stays visible on the pages, quietly. Resolving twice changes nothing.
 */
export async function resolveIncident(ctx: ServiceContext, incidentId: string): Promise<IncidentListItem> {
  requirePermission(ctx, "write");
  return inTransaction(ctx.db, async (tx) => {
    const incident = await lockIncident(tx, ctx, incidentId);
    if (incident.state === "resolved") return toIncidentListItem(incident);
    const at = ctx.now();
    const change = { state: "resolved", resolvedAt: at };
    await tx.incident.update({ where: { id: incident.id }, data: change });
    await writeTimelineEntry(tx, {
      workspaceId: ctx.workspaceId,
      incidentId: incident.id,
      at,
      type: "resolved",
      text: `Resolved by hand by ${ctx.actor.name}.`,
      actor: actorLabel(ctx.actor),
    });
    await writeOutbox(
      tx,
      {
        workspaceId: ctx.workspaceId,
        environmentId: incident.environmentId,
        incidentId: incident.id,
        channelId: null,
        notice: resolvedByHandNotice(incident, { by: ctx.actor.name, at, baseUrl: ctx.baseUrl }),
      },
      at,
    );
    await writeAudit(tx, ctx, "incident.resolve", incident.id);
    await notifyIncident(tx, incident, at);
    return toIncidentListItem({ ...incident, ...change });
  });
}
