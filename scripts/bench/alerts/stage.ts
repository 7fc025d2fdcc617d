/** Where alerts are measured: PostgreSQL from npm, the worker as its own program, and a mail server on loopback. */
import { type ChildProcess, fork } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { resolve } from "node:path";
import { createSealer } from "@rollcall/runtime";
import { endChild } from "@rollcall/testing/end-child";
import { findFreePort } from "@rollcall/testing/find-free-port";
import { findRedis, startRedis } from "@rollcall/testing/redis-server";
import { startSmtpPeer } from "@rollcall/testing/smtp-peer";
import { waitUntil } from "@rollcall/testing/wait-until";
import { openBenchDatabase } from "../bench-database.ts";
import { cpuSeconds } from "../process-cpu.ts";
import { region, type Truth } from "./answers.ts";
import type { Message } from "./stand-in-prober.ts";

export type QueueStore = "PostgreSQL" | "Redis";
export type Stage = Awaited<ReturnType<typeof openStage>>;

/** CPU seconds so far, by program. */
export type CpuUse = Record<"worker" | "postgres" | "redis", number>;

const workerMain = resolve(import.meta.dirname, "../../../apps/worker/src/main.ts");
const proberMain = resolve(import.meta.dirname, "stand-in-prober.ts");
const secret = randomBytes(32).toString("base64url");
/** Compiled on the fly, on a machine that may have other things to do. */
const startMs = 180_000;
export const baseUrl = "https://rollcall.example";

/** Starts everything on an empty database; `close` ends and removes it. */
export async function openStage(store: QueueStore) {
  const closing: (() => Promise<unknown>)[] = [];
  const close = async () => {
    for (const end of closing.splice(0).reverse()) await end();
  };
  try {
    const database = await openBenchDatabase();
    closing.push(database.close);
    const redis = store === "Redis" ? await startRedis(findRedis() ?? "redis-server") : null;
    if (redis !== null) closing.push(redis.close);
    const smtp = await startSmtpPeer();
    closing.push(smtp.close);

    const workerPort = await findFreePort();
    const worker = startProgram(workerMain, {
      ...{ DATABASE_URL: database.url, ROLLCALL_SECRET: secret, BASE_URL: baseUrl, HOST: "127.0.0.1" },
      ...{ ROLLCALL_ROLES: "scheduler,judge,notifier", ROLLCALL_WORKER_PORT: String(workerPort) },
      ...{ SMTP_URL: smtp.url, MAIL_FROM: "Rollcall <alerts@rollcall.example>" },
      ...(redis && { REDIS_URL: redis.url }),
    });
    closing.push(() => endChild(worker));
    const workerUrl = `http://127.0.0.1:${workerPort}`;
    await waitUntil("the worker", async () => (await fetch(`${workerUrl}/healthz`)).ok, {
      timeoutMs: startMs,
    });

    const prober = startProgram(proberMain, {});
    closing.push(() => endChild(prober));
    const tellProber = (message: Message) => void prober.send(message);
    tellProber({ target: redis ? { redisUrl: redis.url } : { databaseUrl: database.url } });
    await once(prober, "message");

    return {
      db: database.db,
      workspaceId: database.workspaceId,
      smtp,
      workerUrl,
      sealer: createSealer(secret),
      tellTruths: (truths: Truth[]) => tellProber({ truths }),
      cpu: (): CpuUse => ({
        worker: cpuSeconds(worker.pid ?? 0),
        postgres: database.cpuSeconds(),
        redis: redis === null ? 0 : cpuSeconds(redis.pid()),
      }),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

function startProgram(file: string, env: Record<string, string>): ChildProcess {
  return fork(file, [], {
    execArgv: ["--import", "tsx"],
    env: {
      ...process.env,
      ...{ NODE_ENV: "production", LOG_LEVEL: "warn", UV_THREADPOOL_SIZE: "64", ROLLCALL_REGIONS: region },
      ...env,
    },
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
}
