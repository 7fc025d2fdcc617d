import type { RollupSpan } from "@rollcall/domain/history";
import type { Database, Tx } from "../database.ts";
import { rollupTables } from "./rollup-tables.ts";

const dayMs = 86_400_000;
const daysAhead = 3;
const spans = Object.keys(rollupTables) as RollupSpan[];

/** Makes the partitions of every roll-up for now and the days to come; returns how many were made. */
export async function ensureRollupPartitions(db: Pick<Database, "prisma">, now: Date): Promise<number> {
  let made = 0;
  for (const span of spans)
    for (let day = 0; day <= daysAhead; day++)
      if (await ensureRollupPartition(db.prisma, span, new Date(now.getTime() + day * dayMs))) made += 1;
  return made;
}

/** Makes the partition of one span's roll-up that holds an instant; false when it is there. */
export async function ensureRollupPartition(
  tx: Pick<Tx, "$queryRaw">,
  span: RollupSpan,
  at: Date,
): Promise<boolean> {
  const { name, unit } = rollupTables[span];
  const [row] = await tx.$queryRaw<{ made: boolean }[]>`
    SELECT facts.ensure_rollup_partition(${name}, ${unit}, ${at}::timestamptz) AS made`;
  return row?.made === true;
}

/** Drops what is older than each span's days, in whole partitions; returns their names. */
export async function dropOldRollups(
  db: Pick<Database, "prisma">,
  keepDays: Record<RollupSpan, number>,
  now: Date,
): Promise<string[]> {
  const dropped: string[] = [];
  for (const span of spans) {
    const { name, unit } = rollupTables[span];
    const before = new Date(now.getTime() - keepDays[span] * dayMs);
    const rows = await db.prisma.$queryRaw<{ name: string }[]>`
      SELECT facts.drop_rollup_partitions(${name}, ${unit}, ${before}::timestamptz) AS name`;
    dropped.push(...rows.map((row) => row.name));
  }
  return dropped;
}
