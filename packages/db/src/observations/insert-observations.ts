import type { Observation } from "@rollcall/domain/observation";
import type { Tx } from "../database.ts";
import { Prisma } from "../generated/client.ts";
import { microsOf, observationKey } from "./observation-key.ts";
import { packedColumns, toPackedRow } from "./packed-row.ts";
import { placeObservations } from "./place-observations.ts";
import { numbersToSql, textsToSql } from "./sql-array.ts";
import { dropStoredWide } from "./wide-observations.ts";

const { rest: _, ...numberColumns } = packedColumns;
const numberNames = Object.keys(numberColumns) as (keyof typeof numberColumns)[];

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
  const unknown = await dropStoredWide(tx, distinct);
  const places = await placeObservations(tx, unknown);
  const rows = unknown.map((one, i) => toPackedRow(one, places[i]?.n === -1 ? places[i].said : null));
  const given = Prisma.join([
    bind(unknown.map(microsOf), "float8"),
    bind(
      places.map(({ series }) => series),
      "integer",
    ),
    bind(
      places.map(({ n }) => n),
      "smallint",
    ),
    ...numberNames.map((name) =>
      bind(
        rows.map((row) => row[name]),
        packedColumns[name],
      ),
    ),
    Prisma.sql`${textsToSql(rows.map(({ rest }) => rest))}::text[]`,
  ]);
  const names = Prisma.raw([...numberNames, "rest"].join(", "));
  const known = await tx.$queryRaw<{ place: number }[]>`
    WITH given AS MATERIALIZED (
      SELECT timestamptz 'epoch' + micros * interval '1 microsecond' AS at, g.*
      FROM unnest(${given}) WITH ORDINALITY AS g(micros, series, said, ${names}, place)),
    inserted AS (
      INSERT INTO facts.packed_observation (at, series, said, ${names})
      SELECT at, series, said, ${names} FROM given
      ON CONFLICT DO NOTHING
      RETURNING series, at)
    SELECT place::integer AS place FROM given g
    WHERE NOT EXISTS (SELECT FROM inserted i WHERE i.series = g.series AND i.at = g.at)`;
  if (known.length === 0) return unknown;
  const knownPlaces = new Set(known.map(({ place }) => place - 1));
  return unknown.filter((_, i) => !knownPlaces.has(i));
}

function bind(numbers: number[], type: string): Prisma.Sql {
  return Prisma.sql`${numbersToSql(numbers)}::${Prisma.raw(type)}[]`;
}
