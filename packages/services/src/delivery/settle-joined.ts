import { newId, type Tx } from "@rollcall/db";
import type { DeliveryAttempt } from "@rollcall/domain/wire";
import type { TimelineLine } from "../incidents/timeline.ts";
import type { Claim } from "./settle-delivery.ts";

/** How a digest was taken; `line` is what stands on the timeline of an incident in it, by its delivery's attempts. */
type TakenDigest = {
  toldBy: string;
  now: Date;
  durationMs: number | null;
  attempt: DeliveryAttempt;
  line: (attempts: number) => Pick<TimelineLine, "type" | "text">;
};

/**
 * Writes down that what a digest carries beside its own delivery was sent with it. In two statements, however much it is:
 * a transaction that takes too long would be lost, and the digest told again.
 */
export async function settleJoined(
  tx: Tx,
  workspaceId: string,
  claims: readonly Claim[],
  { toldBy, now, durationMs, attempt, line }: TakenDigest,
): Promise<void> {
  const attemptsOf = new Map(claims.map(({ deliveryId, attempts }) => [deliveryId, attempts]));
  const rows = await tx.$queryRaw<{ id: string; incidentId: string | null }[]>`
    UPDATE delivery d
    SET state = 'sent', last_error = NULL, duration_ms = ${durationMs}::int, claimed_until = NULL,
      sent_at = ${now}::timestamptz, next_attempt_at = NULL, told_by = ${toldBy},
      trail = d.trail || ${JSON.stringify(attempt)}::jsonb
    FROM outbox o LEFT JOIN incident i ON i.workspace_id = o.workspace_id AND i.id = o.incident_id
    WHERE d.id = ANY(${[...attemptsOf.keys()]}) AND d.workspace_id = ${workspaceId} AND d.state <> 'sent'
      AND o.id = d.outbox_id
    RETURNING d.id, i.id AS "incidentId"`;
  await tx.incidentEntry.createMany({
    data: rows.flatMap(({ id, incidentId }) =>
      incidentId === null
        ? []
        : [{ id: newId("ent"), workspaceId, incidentId, at: now, ...line(attemptsOf.get(id) ?? 1) }],
    ),
  });
}
