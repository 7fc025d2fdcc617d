/** Finds the numbers under which a series and what its answers say are kept, and makes those that are not there. */
import type { Observation } from "@rollcall/domain/observation";
import type { Tx } from "../database.ts";
import { monitorUuid } from "./observation-key.ts";
import { saidBy } from "./packed-row.ts";
import type { KnownPlace, PlaceMemory } from "./place-memory.ts";
import { numbersToSql, textsToSql } from "./sql-array.ts";

/** `n` is -1 where `said` is to be kept with the observation itself. */
export type Place = KnownPlace & { said: string };

/** Texts kept of a series and day; what comes beyond stands in its rows, as every longer text does. */
const textsMax = 100;
const textLengthMax = 512;
const dayMs = 86_400_000;

/** Observations of one series and UTC day that say the same, or say what is too long to be kept apart: `said` is null. */
type Group = { key: string; uuid: string; region: string; dayMs: number; said: string | null };
type FoundGroup = { series: number | null; n: number | null };

/** Tells of each observation where it is kept, in their order. It asks the database only for what is not remembered. */
export async function placeObservations(
  tx: Tx,
  observations: readonly Observation[],
  memory: PlaceMemory,
): Promise<Place[]> {
  const unknown = new Map<string, Group>();
  const known = new Map<string, KnownPlace>();
  const oldestMs = memory.oldestDayMs();
  const asked = observations.map((observation) => {
    const said = saidBy(observation);
    const group = groupOf(observation, said);
    const { key } = group;
    if (known.has(key) || unknown.has(key)) return { key, said };
    const place = group.dayMs < oldestMs ? undefined : (memory.get(key) ?? memory.get(fullKey(group)));
    if (place === undefined) unknown.set(key, group);
    else known.set(key, place);
    return { key, said };
  });
  if (unknown.size > 0)
    for (const [key, place] of await findOrMake(tx, [...unknown.values()], memory)) known.set(key, place);
  return asked.flatMap(({ key, said }) => {
    const place = known.get(key);
    return place === undefined ? [] : { ...place, said };
  });
}

function groupOf({ monitorId, region, scheduledAt }: Observation, text: string): Group {
  const day = Math.floor(scheduledAt / dayMs) * dayMs;
  const said = text.length <= textLengthMax ? text : null;
  return {
    key: `${monitorId} ${region} ${day} ${said ?? "long"}`,
    ...{ uuid: monitorUuid(monitorId), region, dayMs: day, said },
  };
}

/** Of a series that has all the texts that it may have that day: another one needs no question. */
function fullKey({ uuid, region, dayMs }: Group): string {
  return `${uuid} ${region} ${dayMs} full`;
}

async function findOrMake(tx: Tx, groups: Group[], memory: PlaceMemory): Promise<Map<string, KnownPlace>> {
  let found = await findGroups(tx, groups);
  remember(memory, groups, found);
  if (found.some(({ series }) => series === null)) {
    await addSeries(
      tx,
      groups.filter((_, i) => found[i]?.series === null),
    );
    found = await findGroups(tx, groups);
  }
  const isNew = ({ said }: Group, i: number) => found[i]?.n === null && said !== null;
  if (groups.some(isNew)) {
    await addTexts(tx, groups.filter(isNew));
    found = await findGroups(tx, groups);
  }
  return new Map(groups.map(({ key }, i) => [key, toPlace(found[i])]));
}

function remember(memory: PlaceMemory, groups: readonly Group[], found: readonly FoundGroup[]): void {
  const oldestMs = memory.oldestDayMs();
  groups.forEach((group, i) => {
    const { series, n } = found[i] ?? { series: null, n: null };
    if (series === null || group.dayMs < oldestMs) return;
    if (n === -1) memory.set(fullKey(group), { series, n });
    else if (n !== null || group.said === null) memory.set(group.key, { series, n: n ?? -1 });
  });
}

function toPlace(found: FoundGroup | undefined): KnownPlace {
  if (found === undefined || found.series === null) throw new Error("A series was neither found nor made.");
  return { series: found.series, n: found.n ?? -1 };
}

/** In the order of the groups. `n` is -1 for a text without a number whose series has no more to give that day. */
function findGroups(tx: Tx, groups: readonly Group[]): Promise<FoundGroup[]> {
  const { uuids, regions, days, texts } = columnsOf(groups);
  return tx.$queryRaw`
    SELECT s.id AS series, coalesce(
      (SELECT min(t.n) FROM facts.answer_text t WHERE t.series = s.id AND t.at = day.at AND t.said = g.said),
      (SELECT -1 FROM facts.answer_text t WHERE t.series = s.id AND t.at = day.at AND t.n = ${textsMax - 1}::smallint)
    )::integer AS n
    FROM unnest(${uuids}::uuid[], ${regions}::text[], ${days}::float8[], ${texts}::text[])
      WITH ORDINALITY AS g(monitor_id, region, day, said, place)
    CROSS JOIN LATERAL (SELECT to_timestamp(g.day / 1000) AS at) day
    LEFT JOIN facts.series s ON s.monitor_id = g.monitor_id AND s.region = g.region
    ORDER BY g.place`;
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
    // The empty text is no text of any answer.
    texts: textsToSql(groups.map(({ said }) => said ?? "")),
  };
}
