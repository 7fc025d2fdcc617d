import { inTransaction } from "@rollcall/db";
import { AppError, parseInput } from "@rollcall/domain/problem";
import { type SnoozeIncidentInput, snoozeIncidentInput } from "@rollcall/domain/wire";
import { formatMoment } from "@rollcall/domain/words";
import { writeAudit } from "../audit.ts";
import { actorLabel, requirePermission, type ServiceContext } from "../context.ts";
import type { IncidentListItem } from "../views.ts";
import { flapTakenOn } from "./flap-taken-on.ts";
import { lockIncident } from "./lock-incident.ts";
import { notifyIncident } from "./notify-incident.ts";
import { writeTimelineEntry } from "./timeline.ts";
import { toIncidentListItem } from "./to-incident-wire.ts";

const longestMs = 30 * 24 * 3_600_000;

/**
 * Keeps the incident quiet until a time; a later snooze replaces an earlier one, and a past time ends it.
 * When its time is over and the trouble is not, everybody is told again.
 */
export async function snoozeIncident(
  ctx: ServiceContext,
  incidentId: string,
  input: SnoozeIncidentInput,
): Promise<IncidentListItem> {
  requirePermission(ctx, "write");
  const wanted = parseInput(snoozeIncidentInput, input);
  return inTransaction(ctx.db, async (tx) => {
    const incident = await lockIncident(tx, ctx, incidentId);
    if (incident.state === "resolved")
      throw new AppError("conflict", "This incident is already resolved; there is nothing to snooze.");
    const at = ctx.now();
    const snoozedUntil = endOfSnooze(wanted, at);
    const change = { snoozedUntil, nextJudgeAt: at, flap: flapTakenOn(incident) };
    await tx.incident.update({ where: { id: incident.id }, data: change });
    await writeTimelineEntry(tx, {
      workspaceId: ctx.workspaceId,
      incidentId: incident.id,
      at,
      type: "snoozed",
      text:
        snoozedUntil === null
          ? `Snooze ended by ${ctx.actor.name}.`
          : `Snoozed until ${formatMoment(snoozedUntil.getTime())} by ${ctx.actor.name}.`,
      actor: actorLabel(ctx.actor),
    });
    await writeAudit(tx, ctx, "incident.snooze", incident.id, {
      until: snoozedUntil?.toISOString() ?? null,
    });
    await notifyIncident(tx, incident, at);
    return toIncidentListItem({ ...incident, snoozedUntil });
  });
}

function endOfSnooze({ minutes = 0, until }: SnoozeIncidentInput, now: Date): Date | null {
  const end = until === undefined ? new Date(now.getTime() + minutes * 60_000) : new Date(until);
  if (end.getTime() - now.getTime() > longestMs)
    throw new AppError("invalid_input", "The input has errors; nothing was written.", {
      errors: [{ detail: "must be at most 30 days away", pointer: "#/until" }],
    });
  return end <= now ? null : end;
}
