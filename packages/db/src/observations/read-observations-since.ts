import type { Observation } from "@rollcall/domain/observation";
import type { Tx } from "../database.ts";
import { Prisma } from "../generated/client.ts";
import { fromPackedRow, packedColumns, type StoredRow } from "./packed-row.ts";
import { numbersToSql, textsToSql } from "./sql-array.ts";

/** An environment, and the epoch milliseconds from which on its observations are wanted. */
export type WantedSince = { environmentId: string; since: number };

/** Of each monitor and region; who was away for longer than these lasted has lost nothing that is still new. */
const eachMax = 500;

/**
 * Reads what the monitors of environments of one workspace observed since the instant of each, the newest 500 of a
 * monitor and region, in no order. What releases before 0.2 wrote is not among it.
 */
export async function readObservationsSince(
  tx: Tx,
  workspaceId: string,
  wanted: readonly WantedSince[],
): Promise<Observation[]> {
  if (wanted.length === 0) return [];
  // Of all of them as well, so that the planner leaves out the days before.
  const oldest = new Date(Math.min(...wanted.map(({ since }) => since)));
  const columns = Prisma.raw(Object.keys(packedColumns).join(", "));
  const rows = await tx.$queryRaw<(StoredRow & { environment_id: string })[]>`
    SELECT o.*, t.said
    FROM (
      SELECT w.environment_id, s.monitor_id, s.region, found.*
      FROM unnest(
        ${textsToSql(wanted.map(({ environmentId }) => environmentId))}::text[],
        ${numbersToSql(wanted.map(({ since }) => since))}::float8[]) AS w(environment_id, since)
      JOIN monitor m ON m.workspace_id = ${workspaceId} AND m.environment_id = w.environment_id
      JOIN facts.series s ON s.monitor_id = substr(m.id, 5)::uuid
      CROSS JOIN LATERAL (
        SELECT series, at, said AS n, (extract(epoch from at) * 1000000)::float8 AS micros, ${columns}
        FROM facts.packed_observation p
        WHERE p.series = s.id AND p.at >= to_timestamp(w.since / 1000) AND p.at >= ${oldest}
        ORDER BY p.at DESC LIMIT ${eachMax}) found) o
    LEFT JOIN facts.answer_text t
      ON t.series = o.series AND t.n = o.n AND t.at = date_trunc('day', o.at, 'UTC') AND t.at >= ${startOfDay(oldest)}`;
  return rows.map((row) => fromPackedRow(row, { workspaceId, environmentId: row.environment_id }));
}

const dayMs = 86_400_000;

function startOfDay(at: Date): Date {
  return new Date(at.getTime() - (at.getTime() % dayMs));
}
