/** The room that a day of observations takes, written by the database itself in the order in which probes come. */
import { type Database, newId } from "@rollcall/db";
import { round } from "../report.ts";

/** Bytes for each observation, by where they are; `texts` are what answers say and the numbers of series. */
export type Room = { heap: number; index: number; texts: number; total: number };

const dayMs = 86_400_000;
const intervalMs = 30_000;

/** A day without an observation is filled, whatever there is of other days: every series answers every half minute, one in a thousand fails. */
export async function measureRoom({ pool }: Pick<Database, "pool">, seriesCount: number): Promise<Room> {
  const from = new Date(Math.floor(Date.now() / dayMs) * dayMs + 10 * dayMs);
  const day = from.toISOString().slice(0, 10);
  for (const table of ["packed_observation", "answer_text"])
    await pool.query("SELECT facts.ensure_daily_partition($1, $2::date)", [table, day]);
  const seriesBefore = await seriesSize(pool);
  const { rows: made } = await pool.query<{ id: number }>(
    "INSERT INTO facts.series (monitor_id, region) SELECT unnest($1::uuid[]), 'eu-west' RETURNING id",
    [Array.from({ length: seriesCount }, () => newId("mon").slice("mon_".length))],
  );
  const series = made.map(({ id }) => id);
  await pool.query(
    `INSERT INTO facts.answer_text (at, series, n, said)
     SELECT $1, unnest($2::integer[]), 0, '["4f0c2a9","header:x-version",null,"203.0.113.7",null]'`,
    [from, series],
  );
  // One statement a batch, as they come: how full the pages of an index are depends on that.
  for (let at = 0; at < dayMs; at += intervalMs)
    await pool.query(
      `INSERT INTO facts.packed_observation (at, series, config_version, said, outcome, start_delay, total, dns, connect,
         tls, first_byte, transfer, tls_days_left, rest)
       SELECT $1::timestamptz + i * $3::float8 / cardinality($2::integer[]) * interval '1 ms', series, 1, 0,
         CASE WHEN random() < 0.001 THEN 1 ELSE 1200 END, 1200, 8000, 3000, 5000, 5500, 5400, 3000, 60, ''
       FROM unnest($2::integer[]) WITH ORDINALITY AS given(series, i)`,
      [new Date(from.getTime() + at), series, intervalMs - 1],
    );
  const suffix = day.replaceAll("-", "");
  const { rows } = await pool.query<{ heap: string; index: string; texts: string; count: string }>(
    `SELECT pg_table_size($1::regclass) AS heap, pg_indexes_size($1::regclass) AS index,
       pg_total_relation_size($2::regclass) AS texts,
       (SELECT count(*) FROM facts.packed_observation WHERE at >= $3) AS count`,
    [`facts.packed_observation_p${suffix}`, `facts.answer_text_p${suffix}`, from],
  );
  const [row] = rows;
  if (row === undefined) throw new Error("PostgreSQL did not say how large a day is.");
  const [heap, index] = [Number(row.heap), Number(row.index)];
  const texts = Number(row.texts) + (await seriesSize(pool)) - seriesBefore;
  const each = (bytes: number) => round(bytes / Number(row.count));
  return { heap: each(heap), index: each(index), texts: each(texts), total: each(heap + index + texts) };
}

async function seriesSize(pool: Database["pool"]): Promise<number> {
  const { rows } = await pool.query<{ bytes: string }>(
    "SELECT pg_total_relation_size('facts.series') AS bytes",
  );
  return Number(rows[0]?.bytes);
}
