import { type Database, dropOldRollups, ensureRollupPartitions } from "@rollcall/db";

/** Makes partitions of roll-ups ahead and drops those that have outlived their days, whole: days, months and years. */
export async function keepRollups(
  { db, now }: { db: Database; now: () => Date },
  keep: { minutes: number; hours: number; days: number },
): Promise<{ rollupsMade: number; rollupsDropped: number }> {
  const rollupsMade = await ensureRollupPartitions(db, now());
  const days = { minute: keep.minutes, hour: keep.hours, day: keep.days };
  return { rollupsMade, rollupsDropped: (await dropOldRollups(db, days, now())).length };
}
