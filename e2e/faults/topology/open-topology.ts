import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Database, openDatabase } from "@rollcall/db";
import { startEmbeddedPostgres } from "@rollcall/db/embedded";
import { type JobQueue, openQueue } from "@rollcall/queue";
import { createLogger, regionKey } from "@rollcall/runtime";
import { findFreePort } from "@rollcall/testing/find-free-port";
import { type Program, startProgram, untilSaid } from "@rollcall/testing/program";
import { startRedis } from "@rollcall/testing/redis-server";
import { openTcpRelay, type TcpRelay } from "@rollcall/testing/tcp-relay";
import { type Api, createApi } from "../../stage/api.ts";
import { openReceivers, type Receivers } from "../receivers.ts";

/** A program of a region. It has the queue, by a way of its region's own, and the region's key: nothing else. */
export type Prober = Program & {
  /** What a counter of its own metrics says, over all labels but the given ones. */
  count(metric: string, labels?: string): Promise<number>;
};

/** What docker-compose.yml and deploy/kubernetes describe, with real programs and servers. */
export type Topology = {
  api: Api;
  db: Database;
  queue: JobQueue;
  receivers: Receivers;
  secret: string;
  /** Starts one more prober of the region; all of a region have one way to the queue and one folder. */
  addProber(region: string): Promise<Prober>;
  /** The region's way to the queue. */
  wayOf(region: string): Promise<TcpRelay>;
  /** Starts new programs of each control role before the old ones are told to end; gives back what those said last. */
  replaceControl(): Promise<string[]>;
  /** Programs that ended without being told to; their last words. */
  deserters(): string[];
  close(): Promise<void>;
};

const log = createLogger({ name: "topology", level: "silent" });
/** In the order in which an upgrade replaces them. */
const controlRoles = ["notifier", "judge", "scheduler"];
const workerFile = "apps/worker/dist/main.mjs";
const works = '"msg":"works"';

/** Opens PostgreSQL, Redis, web, and each control role twice; no prober yet. */
export async function openTopology(redisCommand: string): Promise<Topology> {
  const folder = await mkdtemp(join(tmpdir(), "rollcall-topology-"));
  const closing: (() => unknown)[] = [() => rm(folder, { recursive: true, force: true })];
  const close = async () => {
    for (const step of closing.reverse()) await step();
  };
  try {
    const receivers = await openReceivers();
    closing.push(receivers.close);
    const redis = await startRedis(redisCommand);
    closing.push(redis.close);
    const postgres = await startEmbeddedPostgres({ dataDir: folder, log });
    closing.push(postgres.stop);
    const crew = new Set<Program>();
    closing.push(() => Promise.all([...crew].map((program) => program.kill())));
    const port = await findFreePort();
    const baseUrl = `http://127.0.0.1:${port}`;
    const token = `rc_trial_${randomBytes(24).toString("base64url")}`;
    const secret = randomBytes(24).toString("base64url");
    const common = { NODE_ENV: "production", BASE_URL: baseUrl, ROLLCALL_ALLOW_TARGETS: "127.0.0.0/8" };
    const core = {
      ...common,
      DATABASE_URL: postgres.url,
      REDIS_URL: redis.url,
      ROLLCALL_SECRET: secret,
      SMTP_URL: receivers.smtp.url,
      PORT: String(port),
      ROLLCALL_BOOTSTRAP_EMAIL: "owner@example.com",
      ROLLCALL_BOOTSTRAP_PASSWORD: randomBytes(12).toString("base64url"),
      ROLLCALL_BOOTSTRAP_TOKEN: token,
    };
    const start = async (name: string, file: string, env: Record<string, string>, words: string) => {
      const program = startProgram(name, file, env);
      crew.add(program);
      await untilSaid(program, words);
      return program;
    };
    const dismiss = async (program: Program, signal: NodeJS.Signals) => {
      crew.delete(program);
      await program.kill(signal);
    };
    const startControl = (role: string) => start(role, workerFile, { ...core, ROLLCALL_ROLES: role }, works);

    await start("migrate", "apps/launcher/dist/migrate.mjs", core, "the database is up to date");
    const [, ...control] = await Promise.all([
      start("web", "apps/web/dist/server.mjs", { ...core, ROLLCALL_ROLES: "web" }, "web is ready"),
      ...controlRoles.flatMap((role) => [startControl(role), startControl(role)]),
    ]);
    for (const program of crew) if (program.name === "migrate") crew.delete(program);
    const db = await openDatabase({ url: postgres.url, maxConnections: 2 });
    closing.push(db.close);
    const queue = await openQueue({ redisUrl: redis.url }, { log });
    closing.push(queue.close);

    const ways = new Map<string, Promise<TcpRelay>>();
    const wayOf = (region: string) => {
      const way = ways.get(region) ?? openTcpRelay(redis.url);
      ways.set(region, way);
      return way;
    };
    closing.push(async () => {
      for (const way of ways.values()) (await way).close();
    });

    return {
      ...{ db, queue, receivers, secret, wayOf, close },
      api: createApi(baseUrl, { authorization: `Bearer ${token}` }),
      async addProber(region) {
        const env = {
          ...common,
          REDIS_URL: (await wayOf(region)).url,
          ROLLCALL_ROLES: "prober",
          ROLLCALL_REGIONS: region,
          ROLLCALL_REGION_KEY: regionKey(secret, region),
          ROLLCALL_DATA_DIR: join(folder, "probers"),
          ROLLCALL_WORKER_PORT: "0",
        };
        const program = await start(`prober ${region}`, workerFile, env, works);
        const url = /"url":"([^"]+)"/.exec(program.said())?.[1] ?? "";
        return {
          ...program,
          count: (metric, labels = "") => readCounter(`${url}/metrics`, metric, labels),
          async kill(signal = "SIGKILL") {
            await dismiss(program, signal);
          },
        };
      },
      async replaceControl() {
        const last: string[] = [];
        for (const role of controlRoles) {
          const old = control.filter(({ name }) => name === role);
          await Promise.all(old.map(() => startControl(role)));
          await Promise.all(old.map((program) => dismiss(program, "SIGTERM")));
          last.push(...old.map((program) => program.said().trimEnd().split("\n").at(-1) ?? ""));
        }
        return last;
      },
      deserters: () =>
        [...crew]
          .filter((program) => program.hasEnded())
          .map((program) => `${program.name} ended: ${program.said().slice(-2_000)}`),
    };
  } catch (error) {
    await close();
    throw error;
  }
}

async function readCounter(url: string, metric: string, labels: string): Promise<number> {
  const text = await (await fetch(url)).text();
  const lines = text.split("\n").filter((line) => line.startsWith(`${metric}{`) && line.includes(labels));
  return lines.reduce((sum, line) => sum + Number(line.split(" ").at(-1)), 0);
}
