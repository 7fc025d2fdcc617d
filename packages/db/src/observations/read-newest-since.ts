import type { Tx } from "../database.ts";
import { fromMicros } from "./observation-key.ts";
import { numbersToSql, textsToSql } from "./sql-array.ts";

/** A monitor, and the epoch milliseconds from which on its observations are looked at. */
export type MonitorSince = { monitorId: string; since: number };

/** When the newest observation of a monitor in a region was scheduled, in epoch milliseconds. */
export type NewestAnswer = { monitorId: string; region: string; at: number };

/**
 * Tells of each monitor and region when its newest observation since the instant of the monitor, and before `until`, was
 * scheduled; those without any are left out. What releases before 0.2 wrote is not among it.
 */
export async function readNewestSince(
  tx: Tx,
  wanted: readonly MonitorSince[],
  until: Date,
): Promise<NewestAnswer[]> {
  if (wanted.length === 0) return [];
  // Of all of them as well, so that the planner leaves out the days before and after.
  const oldest = new Date(Math.min(...wanted.map(({ since }) => since)));
  // OFFSET 0 has the series found by their index: joined, all there are would be read for a few.
  const [row] = await tx.$queryRaw<{ newest: [place: number, region: string, micros: number][] }[]>`
    SELECT coalesce(json_agg(json_build_array(
      w.place, s.region, (extract(epoch FROM newest.at) * 1000000)::bigint)), '[]') AS newest
    FROM unnest(
      ${textsToSql(wanted.map(({ monitorId }) => monitorId))}::text[],
      ${numbersToSql(wanted.map(({ since }) => since))}::float8[]) WITH ORDINALITY AS w(monitor_id, since, place)
    CROSS JOIN LATERAL (
      SELECT id, region FROM facts.series WHERE monitor_id = substr(w.monitor_id, 5)::uuid
      OFFSET 0) s
    CROSS JOIN LATERAL (
      SELECT p.at FROM facts.packed_observation p
      WHERE p.series = s.id AND p.at >= to_timestamp(w.since / 1000) AND p.at >= ${oldest} AND p.at < ${until}
      ORDER BY p.at DESC LIMIT 1) newest`;
  return (row?.newest ?? []).flatMap(([place, region, micros]) => {
    const monitor = wanted[place - 1];
    return monitor ? [{ monitorId: monitor.monitorId, region, at: fromMicros(micros).scheduledAt }] : [];
  });
}
