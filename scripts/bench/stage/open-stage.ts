/**
 * Where the whole way is measured: the product as `npm start` runs it, built, on embedded PostgreSQL, with as many
 * monitors as are wanted in the database before it starts, and targets that answer them.
 *
 *     const stage = await openStage({ monitors: 10_000, intervalSeconds: 30 });
 *     const before = stage.readUse();
 *     …
 *     await stage.close();
 */
import { type ChildProcess, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { createGuard } from "@rollcall/outbound";
import { createSealer } from "@rollcall/runtime";
import { endChild } from "@rollcall/testing/end-child";
import { findFreePort } from "@rollcall/testing/find-free-port";
import { findRedis, startRedis } from "@rollcall/testing/redis-server";
import { type BenchDatabase, openBenchDatabase } from "../bench-database.ts";
import { cpuSeconds } from "../process-cpu.ts";
import { type Scrape, scrape } from "../read-metrics.ts";
import { fillMonitors } from "./fill-monitors.ts";
import { hear, startProgram } from "./programs.ts";
import { type ProgramUse, readUse } from "./read-use.ts";
import { startTargets, type Targets } from "./targets.ts";

export type StageOptions = {
  /** In the database before the product starts; more than a plan allows are spread over workspaces. */
  monitors: number;
  /** Monitors of each service; 5 unless given. */
  perService?: number;
  /** 30 unless given. */
  intervalSeconds?: number;
  /** The part of the monitors whose targets never answer, from 0 to 1; none unless given. */
  hangingShare?: number;
  /** Where the queue is; on PostgreSQL unless given. Redis must be installed. */
  queue?: "PostgreSQL" | "Redis";
  /** Where monitors ask, instead of the stage's own targets; the targets of `http://127.…` are let through. */
  urlOf?: (number: number) => string;
  /** Further variables of the product, such as `ROLLCALL_ROLES` or `NODE_OPTIONS` for a profile. */
  env?: Record<string, string>;
};

/** What has been used so far: each program of the product, and the servers that it stands on. */
export type StageUse = { programs: ProgramUse[]; postgresCpuSeconds: number; redisCpuSeconds: number };

/** CPU seconds of all of it, the servers included. */
export function cpuSecondsOf({ programs, postgresCpuSeconds, redisCpuSeconds }: StageUse): number {
  const own = programs.reduce((sum, program) => sum + program.cpuSeconds, 0);
  return own + postgresCpuSeconds + redisCpuSeconds;
}

export type Stage = BenchDatabase & {
  /** Of the filled monitors, in the order of their numbers. */
  monitorIds: string[];
  targets: Targets;
  baseUrl: string;
  /** What verbs are called with, in a workspace that has room: `createMonitor(stage.context, …)`. */
  context: ReturnType<typeof contextOf>;
  readUse(): StageUse;
  /** The worker's numbers now. */
  scrape(): Promise<Scrape>;
  /** Stops the product in order, as Ctrl-C does; the servers and the targets stay. */
  stopProduct(): Promise<void>;
  startProduct(): Promise<void>;
  /** Ends and removes everything. */
  close(): Promise<void>;
};

const root = join(import.meta.dirname, "../../..");
const stopMs = 60_000;
const secret = randomBytes(32).toString("base64url");

/** Builds what is not built, starts everything and resolves when the product is ready. */
export async function openStage(options: StageOptions): Promise<Stage> {
  buildProduct();
  const closing: (() => Promise<unknown>)[] = [];
  const close = async () => {
    process.off("SIGINT", stop).off("SIGTERM", stop);
    for (const end of closing.splice(0).reverse()) await end();
  };
  const stop = () => void close().finally(() => process.exit(1));
  process.on("SIGINT", stop).on("SIGTERM", stop);
  try {
    const database = await openBenchDatabase();
    closing.push(database.close);
    const redis = options.queue === "Redis" ? await startRedis(findRedis() ?? "redis-server") : null;
    if (redis !== null) closing.push(redis.close);
    const targets = await startTargets();
    closing.push(targets.close);
    const { monitors, perService = 5, intervalSeconds = 30, hangingShare = 0 } = options;
    const isHanging = (number: number) =>
      Math.floor((number + 1) * hangingShare) > Math.floor(number * hangingShare);
    const urlOf = options.urlOf ?? ((number: number) => targets.urlOf(number, isHanging(number)));
    const monitorIds = await fillMonitors(database.db, {
      count: monitors,
      perService,
      intervalSeconds,
      urlOf,
    });
    const product = await createProduct(database, { ...(redis && { REDIS_URL: redis.url }), ...options.env });
    closing.push(product.stopProduct);
    await product.startProduct();
    return {
      ...database,
      ...product,
      monitorIds,
      targets,
      context: contextOf(database),
      readUse: () => ({
        programs: product.readPrograms(),
        postgresCpuSeconds: database.cpuSeconds(),
        redisCpuSeconds: redis === null ? 0 : cpuSeconds(redis.pid()),
      }),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Builds what is not built. */
export function buildProduct(): void {
  const { status } = spawnSync(process.execPath, [join(root, "scripts/build.mjs")], {
    stdio: ["ignore", 2, 2],
  });
  if (status !== 0) throw new Error("the product could not be built");
}

async function createProduct({ url, dataDir }: BenchDatabase, env: Record<string, string>) {
  const [port, workerPort] = [await findFreePort(), await findFreePort()];
  const baseUrl = `http://127.0.0.1:${port}`;
  let child: ChildProcess | null = null;
  return {
    baseUrl,
    async startProduct() {
      child = startProgram(join(root, "apps/launcher/dist/main.mjs"), {
        ...{ DATABASE_URL: url, REDIS_URL: "", ROLLCALL_SECRET: secret, ROLLCALL_DATA_DIR: dataDir },
        ...{ HOST: "127.0.0.1", PORT: String(port), BASE_URL: baseUrl, LOG_LEVEL: "warn" },
        ...{ ROLLCALL_WORKER_PORT: String(workerPort), ROLLCALL_ALLOW_TARGETS: "127.0.0.0/8" },
        ...env,
      });
      await hear(child, (message): message is { type: "ready" } => isReady(message));
    },
    async stopProduct() {
      if (child !== null) await endChild(child, stopMs);
      child = null;
    },
    readPrograms: () => (child?.pid === undefined ? [] : readUse(child.pid)),
    scrape: () => scrape(`http://127.0.0.1:${workerPort}`),
  };
}

function isReady(message: unknown): boolean {
  return typeof message === "object" && message !== null && "type" in message && message.type === "ready";
}

function contextOf({ db, workspaceId }: BenchDatabase) {
  return {
    ...{ db, workspaceId, actor: { kind: "system" as const, name: "bench" }, now: () => new Date() },
    ...{ baseUrl: "https://rollcall.example", sealer: createSealer(secret), mail: null },
    guard: createGuard("127.0.0.0/8"),
  };
}
