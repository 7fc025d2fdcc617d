import {
  type AnswerCounts,
  countBits,
  countMax,
  type HistoryPlan,
  type RollupSpan,
} from "@rollcall/domain/history";
import type { Database } from "../database.ts";
import { Prisma } from "../generated/client.ts";
import { monitorUuid } from "../observations/observation-key.ts";
import { readRollupProgress } from "./rollup-progress.ts";
import { rollupTable } from "./rollup-tables.ts";

/** What the probes of some monitors brought from one region in one column of a history. */
export type AnswersColumn = { at: number; region: string; answers: AnswerCounts };

const finerFirst = ["minute", "hour", "day"] as const;

/**
 * Reads what a plan asks for: its own span as far as it is added up, the finer ones for what has not been yet, which are
 * less than an hour and a day of them. The last two minutes are in none. Callers answer for whose monitors these are.
 */
export async function readAnswers(
  db: Pick<Database, "prisma">,
  monitorIds: readonly string[],
  { span, from, until, stepMs }: HistoryPlan,
): Promise<AnswersColumn[]> {
  if (monitorIds.length === 0) return [];
  const progress = await readRollupProgress(db.prisma);
  const ids = monitorIds.map(monitorUuid);
  const spans = finerFirst.slice(0, finerFirst.indexOf(span) + 1).reverse();
  let reached = from;
  const parts = spans.map((part) => {
    const end = part === "minute" ? until : Math.max(reached, Math.min(until, progress[part]));
    const sql = partOf(part, ids, new Date(reached), new Date(end));
    reached = end;
    return sql;
  });
  const rows = await db.prisma.$queryRaw<{ at: Date; region: string; answers: number[] }[]>`
    SELECT at, region,
      array_agg((bucket << ${countBits}::integer) | least(n, ${countMax})::integer ORDER BY bucket) AS answers
    FROM (
      SELECT date_bin(${stepMs} * interval '1 millisecond', part.at, ${new Date(from)}::timestamptz) AS at,
        region, entry >> ${countBits}::integer AS bucket, sum(entry & ${countMax}::integer) AS n
      FROM (${Prisma.join(parts, " UNION ALL ")}) part, unnest(part.answers) entry
      GROUP BY 1, 2, 3) counted
    GROUP BY 1, 2 ORDER BY 1, 2`;
  return rows.map(({ at, ...row }) => ({ ...row, at: at.getTime() }));
}

function partOf(span: RollupSpan, ids: string[], from: Date, until: Date): Prisma.Sql {
  return Prisma.sql`SELECT at, region, answers FROM ${rollupTable(span)}
    WHERE monitor_id = ANY (${ids}::uuid[]) AND at >= ${from} AND at < ${until}`;
}
