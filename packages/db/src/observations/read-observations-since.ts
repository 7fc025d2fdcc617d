import type { Observation } from "@rollcall/domain/observation";
import type { Tx } from "../database.ts";
import { type OwnPart, readAlike, type StoredRow } from "./packed-row.ts";
import { numbersToSql, textsToSql } from "./sql-array.ts";

/** An environment, and the epoch milliseconds from which on its observations are wanted. */
export type WantedSince = { environmentId: string; since: number };

/** Of each monitor and region; who was away for longer than these lasted has lost nothing that is still new. */
const eachMax = 500;

/** Rows that are alike; `own` has what differs of each: its microseconds, then its own columns. */
type AlikeRows = Omit<StoredRow, keyof OwnPart> & { environment_id: string; own: string };

/**
 * Reads what the monitors of environments of one workspace observed since the instant of each, the newest 500 of a
 * monitor and region, in no order. What releases before 0.2 wrote is not among it. Most answers of a monitor in a region
 * differ in their times alone: those come as one row, for a row costs more to read than an answer.
 */
export async function readObservationsSince(
  tx: Tx,
  workspaceId: string,
  wanted: readonly WantedSince[],
): Promise<Observation[]> {
  if (wanted.length === 0) return [];
  // Of all of them as well, so that the planner leaves out the days before.
  const oldest = new Date(Math.min(...wanted.map(({ since }) => since)));
  const rows = await tx.$queryRaw<AlikeRows[]>`
    SELECT o.*, t.said
    FROM (
      SELECT w.environment_id, s.monitor_id, s.region, alike.*
      FROM unnest(
        ${textsToSql(wanted.map(({ environmentId }) => environmentId))}::text[],
        ${numbersToSql(wanted.map(({ since }) => since))}::float8[]) AS w(environment_id, since)
      JOIN monitor m ON m.workspace_id = ${workspaceId} AND m.environment_id = w.environment_id
      JOIN facts.series s ON s.monitor_id = substr(m.id, 5)::uuid
      CROSS JOIN LATERAL (
        SELECT series, said AS n, day, config_version, outcome, tls_days_left, rest,
          string_agg(concat_ws(' ', extract(epoch from at) * 1000000, start_delay, total, dns, connect, tls,
            first_byte, transfer), ',') AS own
        FROM (
          SELECT *, date_trunc('day', at, 'UTC') AS day
          FROM facts.packed_observation p
          WHERE p.series = s.id AND p.at >= to_timestamp(w.since / 1000) AND p.at >= ${oldest}
          ORDER BY p.at DESC LIMIT ${eachMax}) found
        GROUP BY series, said, day, config_version, outcome, tls_days_left, rest) alike) o
    LEFT JOIN facts.answer_text t
      ON t.series = o.series AND t.n = o.n AND t.at = o.day AND t.at >= ${startOfDay(oldest)}`;
  return rows.flatMap((row) => {
    const read = readAlike(row, { workspaceId, environmentId: row.environment_id });
    return row.own.split(",").map((own) => read(toOwnPart(own)));
  });
}

function toOwnPart(own: string): OwnPart {
  const [
    micros = 0,
    start_delay = 0,
    total = 0,
    dns = 0,
    connect = 0,
    tls = 0,
    first_byte = 0,
    transfer = 0,
  ] = own.split(" ").map(Number);
  return { micros, start_delay, total, dns, connect, tls, first_byte, transfer };
}

const dayMs = 86_400_000;

function startOfDay(at: Date): Date {
  return new Date(at.getTime() - (at.getTime() % dayMs));
}
