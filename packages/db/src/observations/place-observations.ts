/** Finds the numbers under which a series and what its answers say are kept, and makes those that are not there. */
import type { Observation } from "@rollcall/domain/observation";
import type { Tx } from "../database.ts";
import { monitorUuid } from "./observation-key.ts";
import { saidBy } from "./packed-row.ts";
import { numbersToSql, textsToSql } from "./sql-array.ts";

/** `n` is -1 where `said` is to be kept with the observation itself. */
export type Place = { series: number; n: number; said: string };

/** Texts kept of a series and day; what comes beyond stands in its rows, as every longer text does. */
const textsMax = 100;
const textLengthMax = 512;
const dayMs = 86_400_000;

/** Observations of one series and UTC day that say the same. */
type Group = { uuid: string; region: string; dayMs: number; said: string };
type FoundGroup = { series: number | null; n: number | null; isWideUsed: boolean };

/**
 * Tells of each observation where it is kept, in their order, and whether an earlier release has written observations of
 * these days, which have to be looked for then.
 */
export async function placeObservations(
  tx: Tx,
  observations: readonly Observation[],
): Promise<{ places: Place[]; isWideUsed: boolean }> {
  const groups = new Map<string, Group>();
  const keys = observations.map((observation) => {
    const { monitorId, region, scheduledAt } = observation;
    const day = Math.floor(scheduledAt / dayMs) * dayMs;
    const said = saidBy(observation);
    const key = `${monitorId} ${region} ${day} ${said}`;
    if (!groups.has(key)) groups.set(key, { uuid: monitorUuid(monitorId), region, dayMs: day, said });
    return key;
  });
  const all = [...groups.values()];
  let found = await findGroups(tx, all);
  if (found.some(({ series }) => series === null)) {
    await addSeries(
      tx,
      all.filter((_, i) => found[i]?.series === null),
    );
    found = await findGroups(tx, all);
  }
  const isNew = ({ said }: Group, i: number) => found[i]?.n === null && said.length <= textLengthMax;
  if (all.some(isNew)) {
    await addTexts(tx, all.filter(isNew));
    found = await findGroups(tx, all);
  }
  const placed = new Map([...groups].map(([key, { said }], i) => [key, toPlace(said, found[i])]));
  return {
    places: keys.flatMap((key) => placed.get(key) ?? []),
    isWideUsed: found.some(({ isWideUsed }) => isWideUsed),
  };
}

function toPlace(said: string, found: FoundGroup | undefined): Place {
  if (found === undefined || found.series === null) throw new Error("A series was neither found nor made.");
  return { series: found.series, n: found.n ?? -1, said };
}

/** In the order of the groups. */
function findGroups(tx: Tx, groups: readonly Group[]): Promise<FoundGroup[]> {
  const { uuids, regions, days, texts } = columnsOf(groups);
  // From the beginning of a day: then any row of its partition will do, and none is searched for.
  const oldest = new Date(groups.reduce((at, { dayMs }) => Math.min(at, dayMs), Number.POSITIVE_INFINITY));
  return tx.$queryRaw`
    SELECT s.id AS series, min(t.n)::integer AS n,
      (SELECT EXISTS (SELECT FROM facts.observation WHERE scheduled_at >= ${oldest})) AS "isWideUsed"
    FROM unnest(${uuids}::uuid[], ${regions}::text[], ${days}::float8[], ${texts}::text[])
      WITH ORDINALITY AS g(monitor_id, region, day, said, place)
    LEFT JOIN facts.series s ON s.monitor_id = g.monitor_id AND s.region = g.region
    LEFT JOIN facts.answer_text t
      ON t.series = s.id AND t.at = to_timestamp(g.day / 1000) AND t.said = g.said
    GROUP BY g.place, s.id ORDER BY g.place`;
}

async function addSeries(tx: Tx, groups: readonly Group[]): Promise<void> {
  const { uuids, regions } = columnsOf(groups);
  await tx.$executeRaw`
    INSERT INTO facts.series (monitor_id, region)
    SELECT DISTINCT * FROM unnest(${uuids}::uuid[], ${regions}::text[]) g(monitor_id, region) ORDER BY 1, 2
    ON CONFLICT DO NOTHING`;
}

/** Two programs may take the same number for two texts; the one that comes second has none. */
async function addTexts(tx: Tx, groups: readonly Group[]): Promise<void> {
  const { uuids, regions, days, texts } = columnsOf(groups);
  await tx.$executeRaw`
    INSERT INTO facts.answer_text (at, series, n, said)
    SELECT at, series, n, said FROM (
      SELECT at, s.id AS series, g.said, (
          SELECT coalesce(max(t.n) + 1, 0) FROM facts.answer_text t WHERE t.series = s.id AND t.at = day.at
        ) + row_number() OVER (PARTITION BY s.id, at) - 1 AS n
      FROM unnest(${uuids}::uuid[], ${regions}::text[], ${days}::float8[], ${texts}::text[])
        AS g(monitor_id, region, day, said)
      JOIN facts.series s ON s.monitor_id = g.monitor_id AND s.region = g.region
      CROSS JOIN LATERAL (SELECT to_timestamp(g.day / 1000) AS at) day) numbered
    WHERE n < ${textsMax}
    ON CONFLICT DO NOTHING`;
}

function columnsOf(groups: readonly Group[]) {
  return {
    uuids: textsToSql(groups.map(({ uuid }) => uuid)),
    regions: textsToSql(groups.map(({ region }) => region)),
    days: numbersToSql(groups.map(({ dayMs }) => dayMs)),
    texts: textsToSql(groups.map(({ said }) => said)),
  };
}
