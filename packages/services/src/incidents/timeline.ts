/** One line on an incident's timeline. */
import { newId, type Tx } from "@rollcall/db";
import type { TimelineEntry } from "@rollcall/domain/wire";

/** A line as it is written: `text` is a sentence for people, `actor` as in the audit log. */
export type TimelineLine = {
  workspaceId: string;
  incidentId: string;
  at: Date;
  type: TimelineEntry["type"];
  text: string;
  actor?: string | null;
};

/** Appends a line to the timeline in the transaction of what it tells about. */
export async function writeTimelineEntry(tx: Tx, line: TimelineLine): Promise<void> {
  await tx.incidentEntry.create({ data: { id: newId("ent"), ...line } });
}
