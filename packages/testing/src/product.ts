import { type ChildProcess, fork } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { openDatabase } from "@rollcall/db";
import { regionKey } from "@rollcall/runtime";
import { mintSignInLink } from "@rollcall/services/workspaces";
import { endChild } from "./end-child.ts";
import { findFreePort } from "./find-free-port.ts";
import { createEmptyDatabase } from "./test-database.ts";
import { dropRedisKeys } from "./test-queue.ts";
import { makeThrowAwayFolder } from "./throw-away-folder.ts";

export type ProductOptions = {
  regions?: string[];
  smtpUrl?: string;
  /** Keeps the data folder in memory where there is room: for tests of what is said, not for what is measured. */
  isInMemory?: boolean;
  /** Further variables, such as `REDIS_URL` or `PORT`. */
  env?: Record<string, string>;
};

/** A running Rollcall on a throw-away data folder, with an owner and a token of scope `full`. */
export type Product = {
  baseUrl: string;
  databaseUrl: string;
  dataDir: string;
  token: string;
  owner: { email: string; password: string };
  /** A link that signs the owner in, once. */
  mintSignInLink(): Promise<string>;
  /** Starts a prober of one more region in a program of its own, with the key of that region and no secret. */
  startProber(region: string): FarProber;
  /** Asks the API as CI would. Gives back status and parsed body; never throws on an HTTP error. */
  api<T = unknown>(method: string, path: string, body?: unknown): Promise<{ status: number; body: T }>;
  /** The newest of what it has printed, its log above all. */
  output(): string;
  /** Resolves with its last words when the product has ended, by itself or by `stop`. */
  ended: Promise<string>;
  stop(): Promise<void>;
};

/** `kill` ends it as a power cut does. The product's `stop` does so too. */
export type FarProber = { kill(): Promise<void> };

const launcher = resolve(import.meta.dirname, "../../../apps/launcher/dist/main.mjs");
const worker = resolve(import.meta.dirname, "../../../apps/worker/dist/main.mjs");
const stopMs = 60_000;
const outputMax = 2_000_000;

/**
 * Starts the built product as `npm start` does: all roles, the given regions from this machine, loopback targets allowed;
 * on embedded PostgreSQL, or in a database and with a queue of its own on the servers that `DATABASE_URL` and `REDIS_URL`
 * name. Rejects with the program's last words when it does not start.
 */
export async function startProduct(options: ProductOptions = {}): Promise<Product> {
  const dataDir = options.isInMemory ? makeThrowAwayFolder() : mkdtempSync(join(tmpdir(), "rollcall-"));
  const port = Number(options.env?.PORT ?? (await findFreePort()));
  const token = `rc_trial_${randomBytes(24).toString("base64url")}`;
  const owner = { email: "owner@example.com", password: randomBytes(12).toString("base64url") };
  const servers = await borrowServers();
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    // Whatever it is here, the trial has a port of its own.
    BASE_URL: undefined,
    LOG_LEVEL: "info",
    ROLLCALL_DATA_DIR: dataDir,
    ROLLCALL_REGIONS: (options.regions ?? ["local"]).join(","),
    ROLLCALL_ALLOW_TARGETS: "127.0.0.0/8",
    ROLLCALL_BOOTSTRAP_EMAIL: owner.email,
    ROLLCALL_BOOTSTRAP_PASSWORD: owner.password,
    ROLLCALL_BOOTSTRAP_TOKEN: token,
    ...(options.smtpUrl ? { SMTP_URL: options.smtpUrl } : {}),
    ...servers.env,
    ...options.env,
    PORT: String(port),
  };
  const child = fork(launcher, [], {
    env,
    stdio: ["ignore", "pipe", "pipe", "ipc"],
    // Ctrl-C belongs to whoever started the product; it is stopped in order by `stop`.
    detached: true,
  });
  const output = collectOutput(child);
  const ended = lastWordsOf(child, output);
  const ready = await Promise.race([waitForReady(child), ended]);
  if (typeof ready === "string") {
    await servers.giveBack();
    rmSync(dataDir, { recursive: true, force: true });
    throw new Error(ready);
  }
  const { baseUrl, databaseUrl } = ready;
  const probers: FarProber[] = [];

  return {
    baseUrl,
    databaseUrl,
    dataDir,
    token,
    owner,
    async mintSignInLink() {
      const db = await openDatabase({ url: databaseUrl, maxConnections: 1 });
      try {
        const link = await mintSignInLink({ db, baseUrl, now: () => new Date() }, owner.email);
        if (link === null) throw new Error("the owner does not exist");
        return link;
      } finally {
        await db.close();
      }
    },
    startProber(region) {
      const secret = env.ROLLCALL_SECRET ?? readFileSync(join(dataDir, "secret"), "utf8").trim();
      const prober = startFarProber({
        ...env,
        DATABASE_URL: databaseUrl,
        ROLLCALL_SECRET: undefined,
        ROLLCALL_ROLES: "prober",
        ROLLCALL_REGIONS: region,
        ROLLCALL_REGION_KEY: regionKey(secret, region),
        ROLLCALL_WORKER_PORT: "0",
      });
      probers.push(prober);
      return prober;
    },
    async api<T>(method: string, path: string, body?: unknown) {
      const answer = await fetch(`${baseUrl}${path}`, {
        method,
        headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await answer.text();
      return { status: answer.status, body: (text === "" ? null : JSON.parse(text)) as T };
    },
    output,
    ended,
    async stop() {
      for (const prober of probers) await prober.kill();
      await endChild(child, stopMs);
      await servers.giveBack();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

function startFarProber(env: NodeJS.ProcessEnv): FarProber {
  const child = fork(worker, [], { env, stdio: "ignore" });
  const ended = once(child, "exit");
  return {
    async kill() {
      child.kill("SIGKILL");
      await ended;
    },
  };
}

/** Room on the servers in the environment, which other products may use at the same time. */
async function borrowServers(): Promise<{ env: Record<string, string>; giveBack(): Promise<void> }> {
  const { DATABASE_URL: serverUrl, REDIS_URL: redisUrl } = process.env;
  const database = serverUrl ? await createEmptyDatabase(serverUrl) : null;
  const prefix = `rollcall-trial-${randomBytes(6).toString("hex")}`;
  return {
    env: {
      ...(database && { DATABASE_URL: database.url }),
      ...(redisUrl && { ROLLCALL_QUEUE_PREFIX: prefix }),
    },
    async giveBack() {
      await database?.drop();
      if (redisUrl) await dropRedisKeys(redisUrl, prefix);
    },
  };
}

function waitForReady(child: ChildProcess): Promise<{ baseUrl: string; databaseUrl: string }> {
  return new Promise((resolve) => {
    child.on("message", (message: { type?: string; baseUrl: string; databaseUrl: string }) => {
      if (message.type === "ready") resolve(message);
    });
  });
}

function collectOutput(child: ChildProcess): () => string {
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream?.on("data", (chunk: Buffer) => {
      output = (output + chunk.toString()).slice(-outputMax);
    });
  return () => output;
}

async function lastWordsOf(child: ChildProcess, output: () => string): Promise<string> {
  const [code, signal] = await once(child, "exit");
  return `Rollcall ended (${signal ?? code}):\n${output().slice(-4_000)}`;
}
