/**
 * What it costs to take observations in: stored alone, and stored, folded and judged as the judge does it, beside a raw
 * COPY of the same observations. Rounds alternate. Then the room that they take, and where the judge's own CPU goes.
 *
 * npm run bench -- ingest [--quick] [--only <part of a way>] [--write]
 */
import { insertObservations, inTransaction } from "@rollcall/db";
import type { Observation } from "@rollcall/domain/observation";
import {
  judgeEnvironments,
  recordObservations,
  recordTogether,
  restAnswers,
} from "@rollcall/services/ingest";
import { type BenchDatabase, openBenchDatabase } from "./bench-database.ts";
import { copyRows, makeCopyTarget } from "./ingest/copy-rows.ts";
import { makeObservations, makeServices, type Service } from "./ingest/make-observations.ts";
import { measureRoom } from "./ingest/measure-room.ts";
import { profileShares } from "./ingest/profile.ts";
import { writeReport } from "./ingest/write-report.ts";
import { readArguments } from "./read-arguments.ts";
import { type Bench, median, type Row, round } from "./report.ts";

const rounds = 3;
const servicesUsually = 100;
/** As many as a full report has answers, each of another service. */
const servicesMax = 500;

/** Takes in these rows; a way is measured on rows of its own. */
type Way = {
  name: string;
  /** Rows of one round, and how many of one service come together. */
  rows: number;
  ofService: number;
  /** Services that they are shared out among, and that are taken in together; a hundred unless given. */
  servicesTogether?: number;
  take(database: BenchDatabase, observations: Observation[], services: Service[]): Promise<void>;
};

const batchRows = 1_000;

const yardstick = "COPY";

const ways: Way[] = [
  { name: yardstick, rows: 20_000, ofService: 1, take: ({ db }, observations) => copyRows(db, observations) },
  {
    name: "stored alone",
    rows: 20_000,
    ofService: 1,
    async take({ db }, observations) {
      for (const batch of chunk(observations, batchRows))
        await inTransaction(db, (tx) => insertObservations(tx, batch, db.places));
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
  { name: "rested, 1 of each of 100", rows: 20_000, ofService: 1, take: restAll },
  {
    name: "rested, 1 of each of 500",
    rows: 20_000,
    ofService: 1,
    servicesTogether: servicesMax,
    take: restAll,
  },
  {
    name: "rested, folded by fifty",
    rows: 20_000,
    ofService: 1,
    async take(database, observations, services) {
      for (const fifty of chunk(observations, 50 * services.length)) {
        await restAll(database, fifty, services);
        await judgeAll(database, services);
      }
    },
  },
  { name: "judged, 20 of each of 100", rows: 10_000, ofService: 20, take: takeTogether },
  { name: "judged, 1 of each of 100", rows: 4_000, ofService: 1, take: takeTogether },
  {
    name: "judged, 1 of one service",
    rows: 100,
    ofService: 1,
    async take(database, observations) {
      for (const part of partsOf(database, observations)) await recordObservations(judgeDeps(database), part);
    },
  },
];

/** Prints each measurement, the ratios to COPY by time and by CPU, and the bytes that an observation takes. */
export const benchIngest: Bench = async (tell) => {
  const { isQuick, only, isWritten, command } = readArguments();
  const chosen = ways.filter(({ name }) => name === yardstick || name.includes(only));
  const database = await openBenchDatabase();
  try {
    const services = await makeServices(database, servicesMax);
    await judgeAll(database, services);
    await makeCopyTarget(database.db);
    const measured = new Map<string, Row[]>(chosen.map(({ name }) => [name, []]));
    for (let turn = -1; turn < (isQuick ? 1 : rounds); turn++) {
      for (const way of chosen) {
        const row = await measure(database, way, services);
        if (turn < 0) continue; // the first round warms everything up
        measured.get(way.name)?.push(row);
        tell({ round: turn, ...row });
      }
    }
    const room = await measureRoom(database.db, isQuick ? 200 : 1_000);
    tell({ "bytes per observation": room.total, ...room });
    const shares = await profileWays(database, chosen, services);
    for (const row of shares) tell(row);
    const summary = summarise(measured);
    if (isWritten) await writeReport({ summary, room, shares, command });
    return summary;
  } finally {
    await database.close();
  }
};

/** As a sweep does it. A monitor's first judgement is another one than all that follow. */
async function judgeAll({ db, workspaceId }: BenchDatabase, services: Service[]): Promise<void> {
  const scene = { now: new Date(), baseUrl: "https://rollcall.example" };
  for (const together of chunk(services, 50)) {
    const environmentIds = together.map(({ environmentId }) => environmentId);
    await inTransaction(db, (tx) => judgeEnvironments(tx, scene, { workspaceId, environmentIds }));
  }
}

/** By themselves, because to profile costs time as well. */
async function profileWays(database: BenchDatabase, chosen: Way[], services: Service[]): Promise<Row[]> {
  const shares: Row[] = [];
  for (const way of chosen) {
    if (way.name === yardstick) continue;
    const chosen = servicesOf(way, services);
    const observations = makeObservations(database.workspaceId, chosen, way);
    shares.push({
      way: way.name,
      ...(await profileShares(() => way.take(database, observations, chosen))),
    });
  }
  return shares;
}

function servicesOf({ servicesTogether = servicesUsually }: Way, services: Service[]): Service[] {
  return services.slice(0, servicesTogether);
}

async function measure(database: BenchDatabase, way: Way, all: Service[]): Promise<Row> {
  const services = servicesOf(way, all);
  const observations = makeObservations(database.workspaceId, services, way);
  // To ask for the server's costs CPU of our own: outside of what is measured.
  const server = database.cpuSeconds();
  const [own, startedAt] = [process.cpuUsage(), performance.now()];
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
  const cpuOf = (rows: Row[] | undefined) =>
    (rows ?? []).map((row) => Number(row["Node ms per 1000"]) + Number(row["PostgreSQL ms per 1000"]));
  const copied = measured.get(yardstick);
  const [copiedRates, copiedCpu] = [valuesOf(copied, "rows/s"), cpuOf(copied)];
  return [...measured].map(([way, rows]) => ({
    way,
    "rows/s": median(valuesOf(rows, "rows/s")),
    min: Math.min(...valuesOf(rows, "rows/s")),
    max: Math.max(...valuesOf(rows, "rows/s")),
    "÷ COPY": round(median(valuesOf(rows, "rows/s").map((rate, i) => rate / (copiedRates[i] ?? Number.NaN)))),
    "÷ COPY by CPU": round(median(cpuOf(rows).map((ms, i) => (copiedCpu[i] ?? Number.NaN) / ms))),
    "Node ms per 1000": median(valuesOf(rows, "Node ms per 1000")),
    "PostgreSQL ms per 1000": median(valuesOf(rows, "PostgreSQL ms per 1000")),
  }));
}

async function takeTogether(database: BenchDatabase, observations: Observation[]): Promise<void> {
  for (const parts of chunk(partsOf(database, observations), servicesUsually)) {
    const results = await recordTogether(judgeDeps(database), parts);
    if (results.some((result) => result === null)) throw new Error("an environment was left out");
  }
}

/** Stores what says that all is as it was, one answer of each service at once; no prober is heard here, so calm is said by hand. */
async function restAll(
  database: BenchDatabase,
  observations: Observation[],
  services: Service[],
): Promise<void> {
  const [version] = observations.map(({ version }) => version?.value);
  await database.db.pool.query("UPDATE environment SET health = 'up', served_version = $1", [version]);
  for (const parts of chunk(partsOf(database, observations), services.length)) {
    const results = await restAnswers(judgeDeps(database), parts);
    if (results.some((result) => result === null)) throw new Error("an answer did not rest");
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
