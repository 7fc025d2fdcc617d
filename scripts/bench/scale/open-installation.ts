/** An installation of many programs on one machine: scheduler, judge and a prober a region, over Redis and PostgreSQL. */
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { connect } from "node:net";
import { join } from "node:path";
import { regionKey } from "@rollcall/runtime";
import { endChild } from "@rollcall/testing/end-child";
import { findFreePort } from "@rollcall/testing/find-free-port";
import { findRedis, startRedis } from "@rollcall/testing/redis-server";
import { waitUntil } from "@rollcall/testing/wait-until";
import { type BenchDatabase, openBenchDatabase } from "../bench-database.ts";
import { measureRoom } from "../ingest/measure-room.ts";
import { cpuSeconds } from "../process-cpu.ts";
import { scrape, sumOf } from "../read-metrics.ts";
import { fillMonitors } from "../stage/fill-monitors.ts";
import { buildProduct } from "../stage/open-stage.ts";
import { startProgram } from "../stage/programs.ts";
import { readUse } from "../stage/read-use.ts";
import { startTargets } from "../stage/targets.ts";
import type { Stretch } from "./plan.ts";

/** What has been used up to `at`, epoch milliseconds: counts, CPU seconds and bytes. */
export type Reading = Stretch & { at: number };

export type Installation = {
  read(): Promise<Reading>;
  /** Probes made and not judged yet. */
  waiting(): Promise<number>;
  /** Starts the prober of one more region, which has nothing but the queue and its region's key. */
  addRegion(): Promise<void>;
  /** Of every monitor; the scheduler has heard of it within a minute. */
  setInterval(seconds: number): Promise<void>;
  /** Bytes by which the leading scheduler is larger, for each monitor, than its standby that knows of none. */
  memoryPerMonitor(): number;
  /** Of one stored observation with its indexes, by a day of them. */
  bytesStored(): Promise<number>;
  close(): Promise<void>;
};

type Worker = { pid: number; url: string };

const workerMain = join(import.meta.dirname, "../../../apps/worker/dist/main.mjs");
const secret = "a secret of a bench that nobody else knows";
const startMs = 60_000;
const roomSeries = 100;

/** Starts it with the first region; every monitor is probed from every region. */
export async function openInstallation(size: {
  monitors: number;
  intervalSeconds: number;
}): Promise<Installation> {
  buildProduct();
  const closing: (() => Promise<unknown>)[] = [];
  const close = async () => {
    for (const end of closing.splice(0).reverse()) await end();
  };
  try {
    const command = findRedis();
    if (command === null) throw new Error("This bench needs redis-server on the PATH.");
    const database = await openBenchDatabase();
    closing.push(database.close);
    const redis = await startRedis(command);
    closing.push(redis.close);
    const targets = await startTargets();
    closing.push(targets.close);
    const { monitors: count, intervalSeconds } = size;
    const common = { REDIS_URL: redis.url, ROLLCALL_ALLOW_TARGETS: "127.0.0.0/8" };
    const core = { ...common, DATABASE_URL: database.url, ROLLCALL_SECRET: secret };
    const start = (env: Record<string, string>) => startWorker(env, closing);

    await fillMonitors(database.db, {
      count,
      perService: 5,
      intervalSeconds,
      urlOf: (number) => targets.urlOf(number),
    });
    const leader = await start({ ...core, ROLLCALL_ROLES: "scheduler" });
    // It knows of no monitor until it leads.
    const standby = await start({ ...core, ROLLCALL_ROLES: "scheduler" });
    const judge = await start({ ...core, ROLLCALL_ROLES: "judge" });
    const probers: Worker[] = [];
    const addRegion = async () => {
      const region = `region-${probers.length + 1}`;
      const key = regionKey(secret, region);
      const own = { ROLLCALL_ROLES: "prober", ROLLCALL_REGIONS: region, ROLLCALL_REGION_KEY: key };
      probers.push(await start({ ...common, ...own }));
    };
    await addRegion();
    const cpuOf = (workers: Worker[]) => workers.reduce((sum, { pid }) => sum + cpuSeconds(pid), 0);
    return {
      async read() {
        return {
          at: Date.now(),
          probes: await judgedBy(judge),
          scheduler: cpuOf([leader]),
          prober: cpuOf(probers),
          judge: cpuOf([judge]),
          postgres: database.cpuSeconds(),
          redis: cpuSeconds(redis.pid()),
          redisBytes: await bytesThrough(redis.url),
          walBytes: await walBytes(database),
        };
      },
      async waiting() {
        const made = await Promise.all(probers.map(probedBy));
        return made.reduce((sum, probes) => sum + probes, 0) - (await judgedBy(judge));
      },
      addRegion,
      setInterval: (seconds) => setIntervals(database, seconds),
      memoryPerMonitor: () => (memoryOf(leader) - memoryOf(standby)) / count,
      bytesStored: async () => (await measureRoom(database.db, roomSeries)).total,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

async function startWorker(
  env: Record<string, string>,
  closing: (() => Promise<unknown>)[],
): Promise<Worker> {
  const port = await findFreePort();
  const child: ChildProcess = startProgram(workerMain, {
    ...{ NODE_ENV: "production", LOG_LEVEL: "warn", HOST: "127.0.0.1", ROLLCALL_WORKER_PORT: String(port) },
    ...{ DATABASE_URL: "", ROLLCALL_SECRET: "", ...env },
  });
  closing.push(() => endChild(child));
  const url = `http://127.0.0.1:${port}`;
  const isUp = () =>
    fetch(`${url}/healthz`).then(
      ({ ok }) => ok,
      () => false,
    );
  await waitUntil(`the ${env.ROLLCALL_ROLES}`, isUp, { timeoutMs: startMs });
  return { pid: child.pid ?? 0, url };
}

/** Long enough ago that the scheduler finds it when it compares what it knows, and takes no monitor for changed just now. */
async function setIntervals({ db }: BenchDatabase, seconds: number): Promise<void> {
  await db.pool.query(
    "UPDATE monitor SET interval_seconds = $1, updated_at = now() - interval '30 minutes'",
    [seconds],
  );
}

const probedBy = async (prober: Worker) => sumOf(await scrape(prober.url), "rollcall_probes_total{");

/** Counted once stored and folded. */
const judgedBy = async (judge: Worker) =>
  sumOf(await scrape(judge.url), 'rollcall_observations_total{result="folded"');

function memoryOf({ pid }: Worker): number {
  return readUse(pid)[0]?.pss ?? Number.NaN;
}

/** In and out. */
async function bytesThrough(url: string): Promise<number> {
  const socket = connect(Number(new URL(url).port), "127.0.0.1");
  socket.write("INFO stats\r\n");
  const [answer] = await once(socket, "data");
  socket.destroy();
  const bytes = [...String(answer).matchAll(/^total_net_(?:in|out)put_bytes:(\d+)/gm)];
  if (bytes.length !== 2) throw new Error("Redis did not say how much went through it.");
  return bytes.reduce((sum, [, value]) => sum + Number(value), 0);
}

async function walBytes({ db }: BenchDatabase): Promise<number> {
  const { rows } = await db.pool.query<{ bytes: string }>(
    "SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0') AS bytes",
  );
  return Number(rows[0]?.bytes);
}
