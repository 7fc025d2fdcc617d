import type { Tx } from "@rollcall/db";
import { type TimelineLine, writeTimelineEntry } from "../incidents/timeline.ts";

/**
 * A line on the incident's timeline; none when the incident was deleted with its service meanwhile, so that what became of
 * a message can be written down all the same.
 */
export async function noteOnIncident(tx: Tx, line: TimelineLine): Promise<void> {
  const { workspaceId, incidentId: id } = line;
  if ((await tx.incident.count({ where: { workspaceId, id } })) > 0) await writeTimelineEntry(tx, line);
}
