import type { Prisma, Tx } from "@rollcall/db";
import { settleMs } from "@rollcall/domain/maintenance";
import { formatDuration, formatMoment } from "@rollcall/domain/words";
import { notifyIncident } from "../incidents/notify-incident.ts";
import { writeTimelineEntry } from "../incidents/timeline.ts";
import type { EnvironmentSummary } from "./environment-summary.ts";
import type { LoadedEnvironment } from "./load-environment.ts";

/** Where maintenance begins or ends while an incident is open, its timeline says so. */
export async function noteMaintenance(
  tx: Tx,
  { row, maintenance }: LoadedEnvironment,
  summary: EnvironmentSummary,
  incident: Prisma.IncidentModel | null,
  now: Date,
): Promise<void> {
  const isOn = summary.health === "maintenance";
  if (incident === null || isOn === (row.health === "maintenance")) return;
  const line = { workspaceId: row.workspaceId, incidentId: incident.id, at: now, type: "note" as const };
  await writeTimelineEntry(tx, { ...line, text: isOn ? begun(maintenance) : over });
  await notifyIncident(tx, incident, now);
}

function begun({ current }: LoadedEnvironment["maintenance"]): string {
  if (current === null) return "Maintenance has begun.";
  const { window, occurrence } = current;
  return `In maintenance until ${formatMoment(occurrence.until)} (${window.reason}, by ${window.createdBy}): nobody is told of more until then.`;
}

const over = `Maintenance is over. What failed is probed afresh, and told if it still fails in ${formatDuration(settleMs)}.`;
