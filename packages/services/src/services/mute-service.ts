import type { Tx } from "@rollcall/db";
import { AppError } from "@rollcall/domain/problem";
import { formatMoment } from "@rollcall/domain/words";
import { writeAudit } from "../audit.ts";
import { actorLabel, requireReach, type ServiceContext } from "../context.ts";
import { notifyIncident } from "../incidents/notify-incident.ts";
import { writeTimelineEntry } from "../incidents/timeline.ts";
import { lockEnvironment } from "../lock-environment.ts";
import type { ServiceRow } from "./to-service-wire.ts";

const longestMs = 366 * 24 * 3_600_000;

/**
 * Keeps a service quiet until a time; `null` or a past time ends that. Incidents open and end as ever, and what is still
 * wrong at the end is told then. Stands on the timeline of every incident that is open now.
 */
export async function muteService(
  tx: Tx,
  ctx: ServiceContext,
  service: ServiceRow,
  until: string | null,
): Promise<void> {
  const { workspaceId, actor } = ctx;
  for (const { name } of service.environments) requireReach(ctx, service.name, name);
  const now = ctx.now();
  const wanted = until === null ? null : new Date(until);
  const mutedUntil = wanted !== null && wanted > now ? wanted : null;
  if (mutedUntil !== null && mutedUntil.getTime() - now.getTime() > longestMs)
    throw new AppError("invalid_input", "The input has errors; nothing was written.", {
      errors: [{ detail: "must be at most a year away", pointer: "#/mutedUntil" }],
    });
  const environmentIds = service.environments.map(({ id }) => id);
  for (const id of environmentIds) await lockEnvironment(tx, workspaceId, id);
  const mutedBy = mutedUntil === null ? null : actor.name;
  await tx.service.update({ where: { id: service.id }, data: { mutedUntil, mutedBy } });
  await writeAudit(tx, ctx, "service.mute", service.id, { until: mutedUntil?.toISOString() ?? null });

  const open = { workspaceId, environmentId: { in: environmentIds }, state: { not: "resolved" } };
  await tx.incident.updateMany({ where: open, data: { nextJudgeAt: now } });
  const text =
    mutedUntil === null
      ? `${service.name} is not muted any more: ${actor.name} ended it.`
      : `Nobody is told of ${service.name} until ${formatMoment(mutedUntil.getTime())}: muted by ${actor.name}.`;
  for (const incident of await tx.incident.findMany({ where: open })) {
    const line = { workspaceId, incidentId: incident.id, at: now, actor: actorLabel(actor) };
    await writeTimelineEntry(tx, { ...line, type: "note", text });
    await notifyIncident(tx, incident, now);
  }
}
