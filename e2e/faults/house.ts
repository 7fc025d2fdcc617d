import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
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
import { patience } from "./patience.ts";
import { familyOf, signalAll } from "./processes.ts";
import { openReceivers, type Receivers } from "./receivers.ts";

/** The programs of a product: each role by itself, or those of a worker in one. */
const programs = {
  web: { file: "apps/web/dist/server.mjs", roles: "web", says: "web is ready" },
  judge: { file: "apps/worker/dist/main.mjs", roles: "judge", says: '"msg":"works"' },
  notifier: { file: "apps/worker/dist/main.mjs", roles: "notifier", says: '"msg":"works"' },
  prober: { file: "apps/worker/dist/main.mjs", roles: "prober", says: '"msg":"works"' },
  scheduler: { file: "apps/worker/dist/main.mjs", roles: "scheduler", says: '"msg":"works"' },
  worker: {
    file: "apps/worker/dist/main.mjs",
    roles: "judge,notifier,prober,scheduler",
    says: '"msg":"works"',
  },
};
export type Part = keyof typeof programs;

/** Every role a program of its own, so that each can be killed alone. */
export const singleRoles: readonly Part[] = ["web", "judge", "notifier", "prober", "scheduler"];
/** As `npm start` does it: what costs a machine least. */
export const webAndWorker: readonly Part[] = ["web", "worker"];

/** A product of single programs with servers of its own, a fleet to watch, and receivers of what it tells. */
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
    /** The server and all its processes answer nobody any more, and refuse nobody, until they are woken. */
    hang(): void;
    wake(): void;
    /** Its own address, past the relay. */
    url(): string;
  };
  /** `null` where the queue is in PostgreSQL. */
  redis: RedisServer | null;
  /** Starts one more of these programs and waits until it works. */
  start(part: Part): Promise<void>;
  /** Kills every one of these programs with SIGKILL. */
  kill(part: Part): Promise<void>;
  /** What /readyz says does not work, by the names of its checks; empty when it is ready for requests. */
  findFailing(): Promise<string[]>;
  /** Sets the wall clock of every program, in milliseconds against the true time. */
  setClock(offsetMs: number): Promise<void>;
  /** Programs that ended without being killed; their last words. */
  deserters(): string[];
  close(): Promise<void>;
};

const log = createLogger({ name: "faults", level: "error" });
const clockProgram = pathToFileURL(join(import.meta.dirname, "shift-clock.mjs")).href;

/** Opens a house of these programs; with the path of redis-server its queue is in a Redis of its own. */
export async function openHouse(parts: readonly Part[], redisCommand: string | null): Promise<House> {
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
    await Promise.all(parts.map(crew.start));
    const api = createApi(baseUrl, { authorization: `Bearer ${token}` });
    return {
      ...crew,
      ...{ api, baseUrl, token, receivers, postgres, redis, close },
      setClock: (offsetMs) => writeFile(clockFile, String(offsetMs)),
      findFailing: () => findFailing(baseUrl),
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
  const crew: { part: Part; program: Program }[] = [];
  return {
    async start(part: Part) {
      const { file, roles, says } = programs[part];
      const program = startProgram(part, file, { ...env, ROLLCALL_ROLES: roles });
      crew.push({ part, program });
      await untilSaid(program, says);
    },
    async kill(part: Part) {
      const killed = crew.filter((one) => one.part === part);
      for (const one of killed) crew.splice(crew.indexOf(one), 1);
      await Promise.all(killed.map(({ program }) => program.kill()));
    },
    deserters: () =>
      crew
        .filter(({ program }) => program.hasEnded())
        .map(({ program }) => `${program.name} ended: ${program.said().slice(-2_000)}`),
    close: () => Promise.all(crew.map(({ program }) => program.kill())),
  };
}

async function findFailing(baseUrl: string): Promise<string[]> {
  const answer = await fetch(`${baseUrl}/readyz`);
  if (answer.ok) return [];
  const { checks } = (await answer.json()) as { checks: Record<string, { status: string }[]> };
  return Object.keys(checks).filter((name) => checks[name]?.some(({ status }) => status === "fail"));
}

async function openPostgres(dataDir: string) {
  // As in real use: what is committed is on the disk.
  const start = () => startEmbeddedPostgres({ dataDir, log });
  let server: EmbeddedPostgres = await start();
  const relay = await openTcpRelay(server.url);
  const postmaster = () =>
    Number(readFileSync(join(server.clusterDir, "postmaster.pid"), "utf8").split("\n")[0]);
  const signalServer = (signal: NodeJS.Signals) => {
    // The postmaster first: then it starts nobody who would be missed.
    signalAll([postmaster()], signal);
    signalAll(familyOf(postmaster()), signal);
  };
  return {
    relay,
    async crash() {
      const pid = postmaster();
      // At once and without a checkpoint; SIGKILL would leave its children behind.
      process.kill(pid, "SIGQUIT");
      await waitUntil("PostgreSQL to be gone", () => !isRunning(pid), patience);
      server = await start();
      relay.leadTo(server.url);
    },
    hang: () => signalServer("SIGSTOP"),
    wake: () => signalServer("SIGCONT"),
    url: () => server.url,
    async close() {
      relay.close();
      // A fault that went wrong may have left it hanging.
      signalServer("SIGCONT");
      await server.stop();
    },
  };
}
