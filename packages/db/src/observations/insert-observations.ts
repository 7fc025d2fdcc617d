import type { Observation } from "@rollcall/domain/observation";
import type { Tx } from "../database.ts";
import { Prisma } from "../generated/client.ts";
import {
  type ObservationRow,
  observationColumns,
  observationKeyOfRow,
  toObservationRow,
} from "./observation-row.ts";

const names = Object.keys(observationColumns) as (keyof ObservationRow)[];

/**
 * Writes observations and returns the keys (`observationKey`) of those that were not there before, so that a
 * report delivered twice is folded once. One statement, however many there are.
 */
export async function insertObservations(tx: Tx, observations: Observation[]): Promise<Set<string>> {
  if (observations.length === 0) return new Set();
  const rows = observations.map(toObservationRow);
  const columns = names.map((name) => {
    const values = rows.map((row) => toParameter(row[name]));
    return Prisma.sql`${values}::${Prisma.raw(observationColumns[name])}[]`;
  });
  const inserted = await tx.$queryRaw<
    Pick<ObservationRow, "monitor_id" | "region" | "scheduled_at" | "seq">[]
  >`
    insert into facts.observation (${Prisma.raw(names.join(", "))})
    select * from unnest(${Prisma.join(columns)})
    on conflict do nothing
    returning monitor_id, region, scheduled_at, seq`;
  return new Set(inserted.map(observationKeyOfRow));
}

function toParameter(value: ObservationRow[keyof ObservationRow]): unknown {
  if (value instanceof Date) return value.toISOString();
  if (typeof value === "string") return withoutNul(value);
  return typeof value === "object" && value !== null
    ? JSON.stringify(value, (_, part) => withoutNul(part))
    : value;
}

// PostgreSQL's text cannot hold it, and a target may send it.
function withoutNul<T>(value: T): T | string {
  return typeof value === "string" ? value.replaceAll("\0", "") : value;
}
