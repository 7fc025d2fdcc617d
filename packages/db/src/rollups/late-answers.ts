import { type RollupSpan, rollupSpanMs } from "@rollcall/domain/history";
import type { Observation } from "@rollcall/domain/observation";
import type { Tx } from "../database.ts";
import { monitorUuid } from "../observations/observation-key.ts";
import type { Places } from "./add-up-answers.ts";

/** Minutes are added up this long after their end; what is written after half of it counts as late. */
export const closeAfterMs = 120_000;

/**
 * Notes which minutes have to be added up anew, because their answers came late. Call it in the transaction that writes
 * the observations: what is not noted is written before its minute is added up.
 */
export async function noteLateAnswers(
  tx: Tx,
  observations: readonly Pick<Observation, "monitorId" | "scheduledAt">[],
  now: Date,
): Promise<void> {
  const late = observations.filter(({ scheduledAt }) => now.getTime() - scheduledAt > closeAfterMs / 2);
  if (late.length === 0) return;
  const { monitorIds, ats } = placesOf(
    late.map(({ monitorId, scheduledAt }) => ({ monitorId: monitorUuid(monitorId), at: scheduledAt })),
    "minute",
  );
  await tx.$executeRaw`
    INSERT INTO facts.late_answer (monitor_id, at)
    SELECT * FROM unnest(${monitorIds}::uuid[], ${ats.map((at) => at.toISOString())}::timestamptz[])`;
}

/** Takes up to `limit` notes away; they are back if the transaction does not commit. */
export async function takeLateAnswers(tx: Tx, limit: number): Promise<{ monitorId: string; at: number }[]> {
  const rows = await tx.$queryRaw<{ monitor_id: string; at: Date }[]>`
    DELETE FROM facts.late_answer
    WHERE ctid = ANY (ARRAY(SELECT ctid FROM facts.late_answer LIMIT ${limit} FOR UPDATE SKIP LOCKED))
    RETURNING monitor_id, at`;
  return rows.map((row) => ({ monitorId: row.monitor_id, at: row.at.getTime() }));
}

/** The spans that instants of monitors lie in, each once. */
export function placesOf(late: readonly { monitorId: string; at: number }[], span: RollupSpan): Places {
  const length = rollupSpanMs[span];
  const starts = late.map(({ monitorId, at }) => ({ monitorId, at: Math.floor(at / length) * length }));
  const distinct = [...new Map(starts.map((start) => [`${start.monitorId} ${start.at}`, start])).values()];
  return {
    monitorIds: distinct.map(({ monitorId }) => monitorId),
    ats: distinct.map(({ at }) => new Date(at)),
  };
}
