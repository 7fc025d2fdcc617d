import type { Database } from "../database.ts";

const dayMs = 86_400_000;
const daysAhead = 3;
const tables = ["packed_observation", "answer_text"];

/**
 * Makes the daily partitions of observations from yesterday to three days ahead; days are UTC. Calling it again
 * changes nothing. Returns how many were made.
 */
export async function ensurePartitions(db: Pick<Database, "pool">, now: Date): Promise<number> {
  let made = 0;
  for (let offset = -1; offset <= daysAhead; offset++) {
    const day = toDay(now.getTime() + offset * dayMs);
    for (const table of tables) {
      const { rows } = await db.pool.query("select facts.ensure_daily_partition($1, $2::date) as made", [
        table,
        day,
      ]);
      if (rows[0].made) made++;
    }
  }
  return made;
}

/** Drops the observations of whole days older than `keepDays`; returns the names of the dropped partitions. */
export async function dropOldPartitions(
  db: Pick<Database, "pool">,
  keepDays: number,
  now: Date,
): Promise<string[]> {
  const { rows } = await db.pool.query<{ name: string }>(
    `select facts.drop_daily_partitions(parent, $1::date) as name from unnest($2::text[]) parent
     union all
     select facts.drop_observation_partitions_before($1::date)`,
    [toDay(now.getTime() - keepDays * dayMs), tables],
  );
  return rows.map((row) => row.name);
}

function toDay(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}
