import { inTransaction } from "@rollcall/db";
import { AppError, parseInput } from "@rollcall/domain/problem";
import { type SnoozeIncidentInput, snoozeIncidentInput } from "@rollcall/domain/wire";
import { writeAudit } from "../audit.ts";
import { actorLabel, requirePermission, type ServiceContext } from "../context.ts";
import type { IncidentListItem } from "../views.ts";
import { lockIncident } from "./lock-incident.ts";
import { notifyIncident } from "./notify-incident.ts";
import { writeTimelineEntry } from "./timeline.ts";
import { toIncidentListItem } from "./to-incident-wire.ts";

/** Keeps the incident quiet for some minutes from now; a later snooze replaces an earlier one. */
export async function snoozeIncident(
  ctx: ServiceContext,
  incidentId: string,
  input: SnoozeIncidentInput,
): Promise<IncidentListItem> {
  requirePermission(ctx, "write");
  const { minutes } = parseInput(snoozeIncidentInput, input);
  return inTransaction(ctx.db, async (tx) => {
    const incident = await lockIncident(tx, ctx, incidentId);
    if (incident.state === "resolved")
      throw new AppError("conflict", "This incident is already resolved; there is nothing to snooze.");
    const at = ctx.now();
    const snoozedUntil = new Date(at.getTime() + minutes * 60_000);
    await tx.incident.update({ where: { id: incident.id }, data: { snoozedUntil } });
    await writeTimelineEntry(tx, {
      workspaceId: ctx.workspaceId,
      incidentId: incident.id,
      at,
      type: "snoozed",
      text: `Snoozed for ${minutes} min by ${ctx.actor.name}.`,
      actor: actorLabel(ctx.actor),
    });
    await writeAudit(tx, ctx, "incident.snooze", incident.id, { minutes });
    await notifyIncident(tx, incident, at);
    return toIncidentListItem({ ...incident, snoozedUntil });
  });
}
