import { type Database, dropOldRollups, ensureRollupPartitions } from "@rollcall/db";
import type { RollupSpan } from "@rollcall/domain/history";

/** Days for which each roll-up is kept; whole partitions go: days, months and years. */
export type RollupDays = Record<RollupSpan, number>;
export const defaultRollupDays: RollupDays = { minute: 7, hour: 90, day: 800 };

/** Makes partitions of roll-ups ahead and drops those that have outlived their days. Safe to repeat. */
export async function keepRollups(
  { db, now }: { db: Database; now: () => Date },
  days: RollupDays,
): Promise<{ rollupsMade: number; rollupsDropped: number }> {
  const rollupsMade = await ensureRollupPartitions(db, now());
  return { rollupsMade, rollupsDropped: (await dropOldRollups(db, days, now())).length };
}
