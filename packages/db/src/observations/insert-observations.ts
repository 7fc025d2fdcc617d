import type { Observation } from "@rollcall/domain/observation";
import type { Tx } from "../database.ts";
import { Prisma } from "../generated/client.ts";
import { microsOf, observationKey } from "./observation-key.ts";
import { packedColumns, toPackedRow } from "./packed-row.ts";
import { type Place, placeObservations } from "./place-observations.ts";
import { numbersToSql, textsToSql } from "./sql-array.ts";
import { findStoredWide } from "./wide-observations.ts";

const { rest: _, ...foundColumns } = packedColumns;
/** Without `micros`, of which the database makes `at`. */
const placedColumns = { series: "integer", said: "smallint", ...foundColumns } as const;
const numberColumns = { micros: "float8", ...placedColumns } as const;

/**
 * Writes observations and gives back those that were not there before, each once, so that a report delivered twice is
 * folded once. A few statements, however many there are.
 */
export async function insertObservations(
  tx: Tx,
  observations: readonly Observation[],
): Promise<Observation[]> {
  const distinct = [...new Map(observations.map((one) => [observationKey(one), one])).values()];
  if (distinct.length === 0) return [];
  const { places, isWideUsed } = await placeObservations(tx, distinct);
  const stored = isWideUsed ? await findStoredWide(tx, distinct) : new Set<number>();
  const fresh = distinct.flatMap((observation, i) => {
    const place = places[i];
    return place === undefined || stored.has(i) ? [] : [{ observation, ...place }];
  });
  const known = await insertPlaced(tx, fresh);
  return fresh.flatMap(({ observation }, i) => (known.has(i) ? [] : observation));
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
  const known = await tx.$queryRaw<{ place: number }[]>`
    WITH given AS MATERIALIZED (
      SELECT timestamptz 'epoch' + micros * interval '1 microsecond' AS at, g.*
      FROM unnest(${given}) WITH ORDINALITY AS g(micros, ${names}, place)),
    inserted AS (
      INSERT INTO facts.packed_observation (at, ${names})
      SELECT at, ${names} FROM given
      ON CONFLICT DO NOTHING
      RETURNING series, at)
    SELECT place::integer - 1 AS place FROM given g
    WHERE NOT EXISTS (SELECT FROM inserted i WHERE i.series = g.series AND i.at = g.at)`;
  return new Set(known.map(({ place }) => place));
}
