import { type RollupSpan, rollupSpanMs } from "@rollcall/domain/history";
import type { Tx } from "../database.ts";

/** Up to when each span is added up, in epoch milliseconds. */
export type RollupProgress = Record<RollupSpan, number>;

/**
 * Reads the progress and holds it until the transaction ends, so that nobody else adds up meanwhile. On an instance that
 * never did, adding up begins with the minute, hour and day of `now`.
 */
export async function lockRollupProgress(tx: Tx, now: Date): Promise<RollupProgress> {
  const begin = (span: RollupSpan) =>
    new Date(Math.floor(now.getTime() / rollupSpanMs[span]) * rollupSpanMs[span]);
  await tx.$executeRaw`
    INSERT INTO facts.rollup_progress (span, closed_until)
    VALUES ('minute', ${begin("minute")}), ('hour', ${begin("hour")}), ('day', ${begin("day")})
    ON CONFLICT DO NOTHING`;
  return toProgress(await tx.$queryRaw<Row[]>`SELECT * FROM facts.rollup_progress FOR UPDATE`);
}

/** Reads the progress as it is; a span that nobody has added up yet is at 0. */
export async function readRollupProgress(tx: Pick<Tx, "$queryRaw">): Promise<RollupProgress> {
  return toProgress(await tx.$queryRaw<Row[]>`SELECT * FROM facts.rollup_progress`);
}

/** Says that a span is added up until then. */
export async function moveRollupProgress(tx: Tx, span: RollupSpan, closedUntil: Date): Promise<void> {
  await tx.$executeRaw`
    UPDATE facts.rollup_progress SET closed_until = ${closedUntil} WHERE span = ${span}`;
}

type Row = { span: RollupSpan; closed_until: Date };

function toProgress(rows: Row[]): RollupProgress {
  const progress: RollupProgress = { minute: 0, hour: 0, day: 0 };
  for (const { span, closed_until } of rows) progress[span] = closed_until.getTime();
  return progress;
}
