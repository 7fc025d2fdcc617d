import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync, readFileSync } from "node:fs";
import { readFile, rename, rm, stat } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { Account } from "./account.ts";
import type { Binaries } from "./binaries.ts";
import { postgresEnvironment } from "./cluster.ts";

/** A running server process. `hasExited` is true once it is known to be gone. */
export type Postmaster = { pid: number; port: number; hasExited: () => boolean };

const logBytesMax = 10 * 1024 * 1024;

const settings = {
  listen_addresses: "127.0.0.1",
  // A path of a socket is limited to 107 bytes, and nobody needs it.
  unix_socket_directories: "",
  max_connections: "200",
  shared_buffers: "128MB",
  max_wal_size: "512MB",
  wal_level: "minimal",
  max_wal_senders: "0",
  // Containers give 64 MB of /dev/shm; parallel workers would fill it.
  max_parallel_workers_per_gather: "0",
  jit: "off",
  timezone: "UTC",
  log_timezone: "UTC",
};
const throwAwaySettings = {
  fsync: "off",
  synchronous_commit: "off",
  full_page_writes: "off",
  shared_buffers: "64MB",
};

/** The server that already runs on the folder, by its `postmaster.pid`; a file left by a dead one is removed. */
export async function findPostmaster(clusterDir: string): Promise<Postmaster | null> {
  const pidFile = join(clusterDir, "postmaster.pid");
  const lines = (await readFile(pidFile, "utf8").catch(() => "")).split("\n");
  const [pid, port] = [Number(lines[0]), Number(lines[3])];
  if (!pid || !port) return null;
  if (isPostgres(pid, clusterDir)) return { pid, port, hasExited: () => !isPostgres(pid, clusterDir) };
  await rm(pidFile, { force: true });
  return null;
}

// After a reboot the number may belong to any other program.
function isPostgres(pid: number, clusterDir: string): boolean {
  const ps = () => spawnSync("ps", ["-o", "command=", "-p", String(pid)], { encoding: "utf8" }).stdout ?? "";
  let command: string;
  try {
    command = process.platform === "linux" ? readFileSync(`/proc/${pid}/cmdline`, "utf8") : ps();
  } catch {
    return false;
  }
  return command.includes("postgres") && command.includes(clusterDir);
}

/**
 * Starts the server on a free port of 127.0.0.1, in a process group of its own: Ctrl-C in a terminal reaches
 * every process of the group, and PostgreSQL must outlive those that still write. Its log goes to `logFile`.
 * A throw-away server ends with the program that started it, however that ends.
 */
export async function launchPostmaster(args: {
  clusterDir: string;
  binaries: Binaries;
  account: Account | null;
  logFile: string;
  isThrowAway: boolean;
}): Promise<Postmaster> {
  const { clusterDir, binaries, account, logFile, isThrowAway } = args;
  const port = await findFreePort();
  const all = { ...settings, ...(isThrowAway ? throwAwaySettings : {}), port: String(port) };
  const flags = Object.entries(all).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const size = await stat(logFile).catch(() => null);
  if (size && size.size > logBytesMax) await rename(logFile, `${logFile}.old`);
  const log = openSync(logFile, "a", 0o600);
  const child = spawn(binaries.postgres, ["-D", clusterDir, ...flags], {
    ...account,
    cwd: "/",
    env: postgresEnvironment,
    detached: true,
    stdio: ["ignore", log, log],
  });
  closeSync(log);
  await once(child, "spawn");
  child.unref();
  if (isThrowAway) endWithThisProgram(child.pid ?? 0);
  return { pid: child.pid ?? 0, port, hasExited: () => child.exitCode !== null || child.signalCode !== null };
}

// A killed test run can stop nothing any more; nobody will ever adopt what it leaves.
function endWithThisProgram(pid: number): void {
  const watch = 'while kill -0 "$0" && kill -0 "$1"; do sleep 1; done; kill -QUIT "$1"';
  spawn("/bin/sh", ["-c", watch, String(process.pid), String(pid)], {
    detached: true,
    stdio: "ignore",
  }).unref();
}

/** Ends the server: running statements are cancelled, everything committed is kept. Waits until it is gone. */
export async function stopPostmaster(postmaster: Postmaster, clusterDir: string): Promise<void> {
  for (const { signal, waitMs } of [
    { signal: "SIGINT", waitMs: 20_000 },
    { signal: "SIGQUIT", waitMs: 10_000 },
  ] as const) {
    signalProcess(postmaster.pid, signal);
    const until = Date.now() + waitMs;
    while (Date.now() < until) {
      if (postmaster.hasExited()) return;
      await delay(20);
    }
  }
  throw new Error(`PostgreSQL (process ${postmaster.pid}) on ${clusterDir} does not stop.`);
}

function signalProcess(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error("no free port");
  return address.port;
}
