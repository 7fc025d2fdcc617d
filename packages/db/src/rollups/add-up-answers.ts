import { countBits, countMax, latencyGamma, type RollupSpan } from "@rollcall/domain/history";
import type { Tx } from "../database.ts";
import { Prisma } from "../generated/client.ts";
import { observed } from "./observed.ts";
import { ensureRollupPartition } from "./rollup-partitions.ts";
import { rollupTable, startOfSpan } from "./rollup-tables.ts";

/** A stretch of time, `from` inclusive, `until` exclusive. */
export type Stretch = { from: Date; until: Date };
/** Times of monitors that have to be added up anew; `ats[i]` is the start of a span of `monitorIds[i]`. */
export type Places = { monitorIds: string[]; ats: Date[] };

/**
 * Adds the observations of whole minutes up. Only the monitor's own pace counts: bursts and confirmations would give a
 * deploy or an outage more weight than its time. Left out is what says nothing of the target, a prober without a
 * connection, and maintenance. Doing it again replaces what was written.
 */
export async function addUpMinutes(tx: Tx, stretch: Stretch): Promise<void> {
  await ensureRollupPartition(tx, "minute", stretch.from);
  // A stretch of minutes is a thousandth of a day: never worth reading all of it, whatever the statistics say.
  await tx.$executeRaw`SET LOCAL enable_seqscan = off`;
  const within = (at: Prisma.Sql) => Prisma.sql`${at} >= ${stretch.from} AND ${at} < ${stretch.until}`;
  const source = observed(within);
  await write(tx, "minute", minutesOf(source, stretch.from));
}

/** The same for single minutes of some monitors. */
export async function addUpMinutesOf(tx: Tx, places: Places): Promise<void> {
  const [oldest] = daysOf(places).sort((a, b) => a.getTime() - b.getTime());
  if (oldest === undefined) return;
  for (const at of daysOf(places)) await ensureRollupPartition(tx, "minute", at);
  const within = (at: Prisma.Sql, monitorId: Prisma.Sql) =>
    Prisma.sql`${monitorId} = place.monitor_id AND ${at} >= place.at AND ${at} < place.at + interval '1 minute'`;
  const source = Prisma.sql`${rowsOf(places)} CROSS JOIN LATERAL ${observed(within)}`;
  await write(tx, "minute", minutesOf(source, oldest));
}

/**
 * Adds one hour or day up for the next `limit` monitors, in the order of their ids, so that no transaction takes longer the
 * more there are. Gives back the last of them, `null` when none is left. Doing it again replaces what was written.
 */
export async function addUpNext(
  tx: Tx,
  span: "hour" | "day",
  at: Date,
  { after, limit }: { after: string; limit: number },
): Promise<string | null> {
  const rows = await tx.$queryRaw<{ id: string; uuid: string }[]>`
    SELECT id, substr(id, 5) AS uuid FROM monitor
    WHERE id > ${after} AND (deleted_at IS NULL OR deleted_at >= ${at})
    ORDER BY id LIMIT ${limit}`;
  if (rows.length > 0)
    await addUpSpanOf(tx, span, { monitorIds: rows.map(({ uuid }) => uuid), ats: rows.map(() => at) });
  return rows.at(-1)?.id ?? null;
}

/** Adds the finer roll-ups of single hours or days of some monitors up. Doing it again replaces what was written. */
export async function addUpSpanOf(tx: Tx, span: "hour" | "day", places: Places): Promise<void> {
  for (const at of daysOf(places)) await ensureRollupPartition(tx, span, at);
  // Monitor by monitor through the index: an hour is a little of the day in which it lies.
  await tx.$executeRaw`SET LOCAL enable_seqscan = off`;
  const length = Prisma.raw(`interval '1 ${span}'`);
  await write(
    tx,
    span,
    spansOf(
      span,
      Prisma.sql`${rowsOf(places)} JOIN ${finerOf(span)} a
        ON a.monitor_id = place.monitor_id AND a.at >= place.at AND a.at < place.at + ${length}
        WHERE true`,
    ),
  );
}

/** Rows (monitor, minute, region, bucket, n), all of them since then; buckets are those of `latencyBucket`. */
function minutesOf(source: Prisma.Sql, since: Date): Prisma.Sql {
  return Prisma.sql`
    WITH ${maintained(since)}
    SELECT o.monitor_id, ${startOfSpan(Prisma.sql`o.at`, "minute")} AS at, o.region,
      CASE WHEN o.is_ok
        THEN 1 + greatest(0, ceil(ln(greatest(o.total_ms, 1)) / ln(${latencyGamma}::float8)))::integer
        ELSE 0 END AS bucket,
      count(*) AS n
    FROM ${source} o
    WHERE NOT EXISTS (
      SELECT FROM maintained t WHERE t.monitor_id = o.monitor_id AND o.at >= t.from_at AND o.at < t.until_at)
    GROUP BY 1, 2, 3, 4`;
}

/** The same rows from finer roll-ups. */
function spansOf(span: RollupSpan, source: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`
    SELECT monitor_id, ${startOfSpan(Prisma.sql`part.at`, span)} AS at, region,
      entry >> ${countBits}::integer AS bucket, sum(entry & ${countMax}::integer) AS n
    FROM (SELECT a.monitor_id, a.at, a.region, a.answers FROM ${source}) part, unnest(part.answers) entry
    GROUP BY 1, 2, 3, 4`;
}

/**
 * When monitors were in maintenance since then, as their environments' health says. It is asked every minute, so it must
 * not read all that was ever kept: anybody may begin and end maintenance as often as they like.
 */
const maintained = (since: Date) => Prisma.sql`maintained (monitor_id, from_at, until_at) AS MATERIALIZED (
  SELECT substr(m.id, 5)::uuid, kept.from_at, kept.until_at
  FROM (
    SELECT environment_id, started_at AS from_at, ended_at AS until_at FROM health_span
    WHERE health = 'maintenance' AND ended_at > ${since}
    UNION ALL
    SELECT id, health_since, 'infinity' FROM environment WHERE health = 'maintenance') kept
  JOIN monitor m ON m.environment_id = kept.environment_id)`;

async function write(tx: Tx, span: RollupSpan, counts: Prisma.Sql): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO ${rollupTable(span)} AS rolled (monitor_id, at, region, answers)
    SELECT monitor_id, at, region,
      array_agg((bucket << ${countBits}::integer) | least(n, ${countMax})::integer ORDER BY bucket)
    FROM (${counts}) counted GROUP BY 1, 2, 3
    ON CONFLICT (monitor_id, at, region) DO UPDATE SET answers = excluded.answers
    WHERE rolled.answers <> excluded.answers`;
}

function finerOf(span: "hour" | "day"): Prisma.Sql {
  return rollupTable(span === "hour" ? "minute" : "hour");
}

function rowsOf({ monitorIds, ats }: Places): Prisma.Sql {
  return Prisma.sql`unnest(${monitorIds}::uuid[], ${ats.map((at) => at.toISOString())}::timestamptz[])
    AS place(monitor_id, at)`;
}

function daysOf({ ats }: Places): Date[] {
  const days = new Set(ats.map((at) => Math.floor(at.getTime() / 86_400_000) * 86_400_000));
  return [...days].map((ms) => new Date(ms));
}
