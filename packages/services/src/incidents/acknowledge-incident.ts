import { inTransaction } from "@rollcall/db";
import { AppError } from "@rollcall/domain/problem";
import { writeAudit } from "../audit.ts";
import { actorLabel, requirePermission, type ServiceContext } from "../context.ts";
import { writeOutbox } from "../delivery/write-outbox.ts";
import type { IncidentListItem } from "../views.ts";
import { flapTakenOn } from "./flap-taken-on.ts";
import { incidentNotice } from "./incident-notice.ts";
import { lockIncident } from "./lock-incident.ts";
import { notifyIncident } from "./notify-incident.ts";
import { writeTimelineEntry } from "./timeline.ts";
import { type PlacedIncident, toIncidentListItem } from "./to-incident-wire.ts";

/** Says that somebody is on it, and tells those who were told of it where that helps. Acknowledging twice changes nothing; a resolved incident is a `conflict`. */
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
    const change = {
      state: "acknowledged",
      acknowledgedAt: at,
      acknowledgedBy: ctx.actor.name,
      flap: flapTakenOn(incident),
    };
    await tx.incident.update({ where: { id: incident.id }, data: change });
    await writeTimelineEntry(tx, {
      workspaceId: ctx.workspaceId,
      incidentId: incident.id,
      at,
      type: "acknowledged",
      text: `Acknowledged by ${ctx.actor.name}.`,
      actor: actorLabel(ctx.actor),
    });
    await writeOutbox(
      tx,
      {
        workspaceId: ctx.workspaceId,
        environmentId: incident.environmentId,
        // Not the incident's: what waits to be told about it must not be merged into this.
        incidentId: null,
        channelId: null,
        notice: acknowledgedNotice(incident, ctx, at),
      },
      at,
    );
    await writeAudit(tx, ctx, "incident.acknowledge", incident.id);
    await notifyIncident(tx, incident, at);
    return toIncidentListItem({ ...incident, ...change });
  });
}

function acknowledgedNotice(incident: PlacedIncident, { actor, baseUrl }: ServiceContext, at: Date) {
  return incidentNotice(incident, {
    type: "incident.acknowledged",
    tone: "note",
    impact: `${actor.name} is on it`,
    summary: incident.title,
    actor: actor.name,
    at,
    baseUrl,
  });
}
