import { randomBytes } from "node:crypto";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type EmbeddedPostgres, startEmbeddedPostgres } from "@rollcall/db/embedded";
import { createLogger } from "@rollcall/runtime";
import { findFreePort } from "@rollcall/testing/find-free-port";
import { isRunning, type Program, startProgram, untilSaid } from "@rollcall/testing/program";
import { type RedisServer, startRedis } from "@rollcall/testing/redis-server";
import { openTcpRelay, type TcpRelay } from "@rollcall/testing/tcp-relay";
import { waitUntil } from "@rollcall/testing/wait-until";
import { type Api, createApi } from "../stage/api.ts";
import { openReceivers, type Receivers } from "./receivers.ts";

/** The roles of a product, each a program of its own here. */
export const roles = ["web", "judge", "notifier", "prober", "scheduler"] as const;
export type Role = (typeof roles)[number];

/** A whole product of single programs with servers of its own, a fleet to watch, and receivers of what it tells. */
export type House = {
  api: Api;
  baseUrl: string;
  token: string;
  receivers: Receivers;
  postgres: {
    /** As a power cut does; then it is started again, and recovers. */
    crash(): Promise<void>;
    /** Between it and every program. */
    relay: TcpRelay;
    /** Its own address, which no fault touches. */
    url(): string;
  };
  /** `null` where the queue is in PostgreSQL. */
  redis: RedisServer | null;
  /** Starts one more program of the role and waits until it works. */
  start(role: Role): Promise<void>;
  /** Kills every program of the role with SIGKILL. */
  kill(role: Role): Promise<void>;
  running(role: Role): Program[];
  /** Sets the wall clock of every program, in milliseconds against the true time. */
  setClock(offsetMs: number): Promise<void>;
  /** Programs that ended without being killed; their last words. */
  deserters(): string[];
  close(): Promise<void>;
};

const files: Record<Role, string> = {
  web: "apps/web/dist/server.mjs",
  judge: "apps/worker/dist/main.mjs",
  notifier: "apps/worker/dist/main.mjs",
  prober: "apps/worker/dist/main.mjs",
  scheduler: "apps/worker/dist/main.mjs",
};
const log = createLogger({ name: "faults", level: "error" });
const clockProgram = pathToFileURL(join(import.meta.dirname, "shift-clock.mjs")).href;

/** Opens a house; with the path of redis-server its queue is in a Redis of its own. */
export async function openHouse(redisCommand: string | null): Promise<House> {
  const folder = await mkdtemp(join(tmpdir(), "rollcall-faults-"));
  const clockFile = join(folder, "clock");
  await writeFile(clockFile, "0");
  const closing: (() => unknown)[] = [() => rm(folder, { recursive: true, force: true })];
  const close = async () => {
    for (const step of closing.reverse()) await step();
  };
  try {
    const receivers = await openReceivers();
    closing.push(receivers.close);
    const redis = redisCommand === null ? null : await startRedis(redisCommand);
    if (redis !== null) closing.push(redis.close);
    const postgres = await openPostgres(folder);
    closing.push(postgres.close);
    const port = await findFreePort();
    const baseUrl = `http://127.0.0.1:${port}`;
    const token = `rc_trial_${randomBytes(24).toString("base64url")}`;
    const env: Record<string, string> = {
      NODE_ENV: "production",
      NODE_OPTIONS: `--import ${clockProgram}`,
      FAULTS_CLOCK: clockFile,
      DATABASE_URL: postgres.relay.url,
      ...(redis && { REDIS_URL: redis.url }),
      PORT: String(port),
      BASE_URL: baseUrl,
      ROLLCALL_SECRET: randomBytes(24).toString("base64url"),
      ROLLCALL_ALLOW_TARGETS: "127.0.0.0/8",
      SMTP_URL: receivers.smtp.url,
      ROLLCALL_BOOTSTRAP_EMAIL: "owner@example.com",
      ROLLCALL_BOOTSTRAP_PASSWORD: randomBytes(12).toString("base64url"),
      ROLLCALL_BOOTSTRAP_TOKEN: token,
    };
    await migrate(env);
    const crew = openCrew(env);
    closing.push(crew.close);
    await Promise.all(roles.map(crew.start));
    const api = createApi(baseUrl, { authorization: `Bearer ${token}` });
    return {
      ...crew,
      ...{ api, baseUrl, token, receivers, postgres, redis, close },
      setClock: (offsetMs) => writeFile(clockFile, String(offsetMs)),
    };
  } catch (error) {
    await close();
    throw error;
  }
}

async function migrate(env: Record<string, string>): Promise<void> {
  const program = startProgram("migrate", "apps/launcher/dist/migrate.mjs", env);
  await untilSaid(program, "the database is up to date");
}

/** Starts programs and knows which of them should be there. */
function openCrew(env: Record<string, string>) {
  const crew = new Map<Role, Program[]>(roles.map((role) => [role, []]));
  const running = (role: Role) => crew.get(role) ?? [];
  return {
    running,
    async start(role: Role) {
      const program = startProgram(role, files[role], { ...env, ROLLCALL_ROLES: role });
      running(role).push(program);
      await untilSaid(program, role === "web" ? "web is ready" : '"msg":"works"');
    },
    async kill(role: Role) {
      await Promise.all(
        running(role)
          .splice(0)
          .map((program) => program.kill()),
      );
    },
    deserters: () =>
      roles
        .flatMap(running)
        .filter((program) => program.hasEnded())
        .map((program) => `${program.name} ended: ${program.said().slice(-2_000)}`),
    close: () => Promise.all(roles.flatMap(running).map((program) => program.kill())),
  };
}

async function openPostgres(dataDir: string) {
  // As in real use: what is committed is on the disk.
  const start = () => startEmbeddedPostgres({ dataDir, log });
  let server: EmbeddedPostgres = await start();
  const relay = await openTcpRelay(server.url);
  return {
    relay,
    async crash() {
      const [pid = ""] = (await readFile(join(server.clusterDir, "postmaster.pid"), "utf8")).split("\n");
      // At once and without a checkpoint; SIGKILL would leave its children behind.
      process.kill(Number(pid), "SIGQUIT");
      await waitUntil("PostgreSQL to be gone", () => !isRunning(Number(pid)));
      server = await start();
      relay.leadTo(server.url);
    },
    url: () => server.url,
    async close() {
      relay.close();
      await server.stop();
    },
  };
}
