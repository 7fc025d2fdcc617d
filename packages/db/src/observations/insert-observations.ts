import type { Observation } from "@rollcall/domain/observation";
import type { Tx } from "../database.ts";
import { Prisma } from "../generated/client.ts";
import { microsOf, observationKey } from "./observation-key.ts";
import { packedColumns, toPackedRow } from "./packed-row.ts";
import type { PlaceMemory } from "./place-memory.ts";
import { type Place, placeObservations } from "./place-observations.ts";
import { numbersToSql, textsToSql } from "./sql-array.ts";
import { findStoredWide, hasWide } from "./wide-observations.ts";

const { rest: _, ...foundColumns } = packedColumns;
/** Without `micros`, of which the database makes `at`. */
const placedColumns = { series: "integer", said: "smallint", ...foundColumns } as const;
const numberColumns = { micros: "float8", ...placedColumns } as const;

/** Those that have stored observations already. */
const used = new WeakSet<Tx>();

/**
 * Writes observations and gives back those that were not there before, each once, so that a report delivered twice is
 * folded once. One statement as a rule, however many there are; once in a transaction, for what that has written itself is
 * taken for new. `memory` is the program's, of this database.
 */
export async function insertObservations(
  tx: Tx,
  observations: readonly Observation[],
  memory: PlaceMemory,
): Promise<Observation[]> {
  const distinct = [...new Map(observations.map((one) => [observationKey(one), one])).values()];
  if (distinct.length === 0) return [];
  if (used.has(tx)) throw new Error("A transaction stores observations once.");
  used.add(tx);
  const places = await placeObservations(tx, distinct, memory);
  const sinceMs = dayBeforeOldest(distinct);
  const isWideUsed = await memory.isWideUsed(sinceMs, () => hasWide(tx, new Date(sinceMs)));
  const stored = isWideUsed ? await findStoredWide(tx, distinct) : new Set<number>();
  const fresh = distinct.flatMap((observation, i) => {
    const place = places[i];
    return place === undefined || stored.has(i) ? [] : [{ observation, ...place }];
  });
  const known = await insertPlaced(tx, fresh);
  return fresh.flatMap(({ observation }, i) => (known.has(i) ? [] : observation));
}

const dayMs = 86_400_000;

/**
 * From the beginning of a day: then any row of its partition will do, and none is searched for. Of the day before: who
 * still writes the earlier table has written then, so that a new day is no gap in what is remembered of it.
 */
function dayBeforeOldest(observations: readonly Observation[]): number {
  const oldest = observations.reduce(
    (at, { scheduledAt }) => Math.min(at, scheduledAt),
    Number.POSITIVE_INFINITY,
  );
  return (Math.floor(oldest / dayMs) - 1) * dayMs;
}

/** Inserts them in one statement and tells which were there before, by their places. */
async function insertPlaced(
  tx: Tx,
  fresh: readonly (Place & { observation: Observation })[],
): Promise<Set<number>> {
  const rows = fresh.map(({ observation, series, n, said }) => ({
    ...toPackedRow(observation, n === -1 ? said : null),
    ...{ micros: microsOf(observation), series, said: n },
  }));
  const numbers = Object.entries(numberColumns).map(
    ([name, type]) =>
      Prisma.sql`${numbersToSql(rows.map((row) => row[name as keyof typeof numberColumns]))}::${Prisma.raw(type)}[]`,
  );
  const given = Prisma.join([...numbers, Prisma.sql`${textsToSql(rows.map(({ rest }) => rest))}::text[]`]);
  const names = Prisma.raw([...Object.keys(placedColumns), "rest"].join(", "));
  const inserted = await tx.$executeRaw`
    INSERT INTO facts.packed_observation (at, ${names})
    SELECT ${at}, ${names} FROM unnest(${given}) AS g(micros, ${names})
    ON CONFLICT DO NOTHING`;
  return inserted === rows.length ? new Set() : findKnown(tx, rows);
}

const at = Prisma.sql`timestamptz 'epoch' + g.micros * interval '1 microsecond'`;

/** Which of them another transaction has written: those that do not bear the number of this one. */
async function findKnown(tx: Tx, rows: readonly { micros: number; series: number }[]): Promise<Set<number>> {
  const known = await tx.$queryRaw<{ place: number }[]>`
    SELECT g.place::integer - 1 AS place
    FROM unnest(${numbersToSql(rows.map(({ micros }) => micros))}::float8[],
      ${numbersToSql(rows.map(({ series }) => series))}::integer[]) WITH ORDINALITY AS g(micros, series, place)
    JOIN facts.packed_observation o ON o.series = g.series AND o.at = ${at}
    WHERE o.xmin <> pg_current_xact_id()::xid`;
  return new Set(known.map(({ place }) => place));
}
