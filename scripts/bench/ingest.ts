/**
 * What it costs to take observations in: stored alone, and stored, folded and judged as the judge does it, beside a raw
 * COPY of the same rows into a table of the same shape with the same index. Rounds alternate.
 *
 * npm run bench -- ingest [--quick]
 */
import { insertObservations, inTransaction } from "@rollcall/db";
import type { Observation } from "@rollcall/domain/observation";
import { judgeEnvironment, recordObservations, recordTogether } from "@rollcall/services/ingest";
import { type BenchDatabase, openBenchDatabase } from "./bench-database.ts";
import { copyRows, makeCopyTarget } from "./ingest/copy-rows.ts";
import { makeObservations, makeServices, type Service } from "./ingest/make-observations.ts";
import { measureRoom } from "./ingest/measure-room.ts";
import { readArguments } from "./read-arguments.ts";
import { type Bench, median, type Row, round } from "./report.ts";

const rounds = 3;
const servicesTogether = 25;

/** Takes in these rows; a way is measured on rows of its own. */
type Way = {
  name: string;
  /** Rows of one round, and how many of one service come together. */
  rows: number;
  ofService: number;
  take(database: BenchDatabase, observations: Observation[], services: Service[]): Promise<void>;
};

const batchRows = 1_000;

const ways: Way[] = [
  { name: "COPY", rows: 20_000, ofService: 1, take: ({ db }, observations) => copyRows(db, observations) },
  {
    name: "stored alone",
    rows: 20_000,
    ofService: 1,
    async take({ db }, observations) {
      for (const batch of chunk(observations, batchRows))
        await inTransaction(db, (tx) => insertObservations(tx, batch));
    },
  },
  {
    name: "judged, 500 of one service",
    rows: 10_000,
    ofService: 500,
    async take(database, observations) {
      for (const part of partsOf(database, observations)) await recordObservations(judgeDeps(database), part);
    },
  },
  { name: "judged, 20 of each of 25", rows: 5_000, ofService: 20, take: takeTogether },
  { name: "judged, 1 of each of 25", rows: 1_000, ofService: 1, take: takeTogether },
  {
    name: "judged, 1 of one service",
    rows: 100,
    ofService: 1,
    async take(database, observations) {
      for (const part of partsOf(database, observations)) await recordObservations(judgeDeps(database), part);
    },
  },
];

/** Prints rows a second and CPU of each way, then their ratios to COPY, and the bytes that a row takes. */
export const benchIngest: Bench = async (tell) => {
  const { isQuick } = readArguments();
  const database = await openBenchDatabase();
  try {
    const services = await makeServices(database, 100);
    for (const { environmentId } of services)
      await inTransaction(database.db, (tx) =>
        judgeEnvironment(
          tx,
          { now: new Date(), baseUrl: "https://rollcall.example" },
          {
            workspaceId: database.workspaceId,
            environmentId,
          },
        ),
      );
    await makeCopyTarget(database.db);
    const measured = new Map<string, Row[]>(ways.map(({ name }) => [name, []]));
    for (let turn = -1; turn < (isQuick ? 1 : rounds); turn++) {
      for (const way of ways) {
        const row = await measure(database, way, services);
        if (turn < 0) continue; // the first round warms everything up
        measured.get(way.name)?.push(row);
        tell({ round: turn, ...row });
      }
    }
    tell({ "bytes per observation": "", ...(await measureRoom(database.db, isQuick ? 200 : 1_000)) });
    return summarise(measured);
  } finally {
    await database.close();
  }
};

async function measure(database: BenchDatabase, way: Way, services: Service[]): Promise<Row> {
  const observations = makeObservations(database.workspaceId, services, way);
  const [own, server, startedAt] = [process.cpuUsage(), database.cpuSeconds(), performance.now()];
  await way.take(database, observations, services);
  const seconds = (performance.now() - startedAt) / 1000;
  const { user, system } = process.cpuUsage(own);
  const perThousand = (ms: number) => round((ms * 1000) / way.rows);
  return {
    way: way.name,
    "rows/s": Math.round(way.rows / seconds),
    "Node ms per 1000": perThousand((user + system) / 1000),
    "PostgreSQL ms per 1000": perThousand((database.cpuSeconds() - server) * 1000),
  };
}

function summarise(measured: ReadonlyMap<string, Row[]>): Row[] {
  const valuesOf = (rows: Row[] | undefined, key: string) => (rows ?? []).map((row) => Number(row[key]));
  const copied = valuesOf(measured.get("COPY"), "rows/s");
  return [...measured].map(([way, rows]) => ({
    way,
    "rows/s": median(valuesOf(rows, "rows/s")),
    min: Math.min(...valuesOf(rows, "rows/s")),
    max: Math.max(...valuesOf(rows, "rows/s")),
    "÷ COPY": round(median(valuesOf(rows, "rows/s").map((rate, i) => rate / (copied[i] ?? Number.NaN)))),
    "Node ms per 1000": median(valuesOf(rows, "Node ms per 1000")),
    "PostgreSQL ms per 1000": median(valuesOf(rows, "PostgreSQL ms per 1000")),
  }));
}

async function takeTogether(database: BenchDatabase, observations: Observation[]): Promise<void> {
  for (const parts of chunk(partsOf(database, observations), servicesTogether)) {
    const results = await recordTogether(judgeDeps(database), parts);
    if (results.some((result) => result === null)) throw new Error("an environment was left out");
  }
}

function judgeDeps({ db }: BenchDatabase) {
  return { db, now: () => new Date(), baseUrl: "https://rollcall.example" };
}

/** In the order of the observations: those of one service that follow each other are one part. */
function partsOf({ workspaceId }: BenchDatabase, observations: Observation[]) {
  const parts: { workspaceId: string; environmentId: string; observations: Observation[] }[] = [];
  for (const observation of observations) {
    const last = parts.at(-1);
    if (last?.environmentId === observation.environmentId) last.observations.push(observation);
    else parts.push({ workspaceId, environmentId: observation.environmentId, observations: [observation] });
  }
  return parts;
}

function chunk<T>(list: T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(list.length / size) }, (_, i) =>
    list.slice(i * size, (i + 1) * size),
  );
}
