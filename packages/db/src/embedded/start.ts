/**
 * PostgreSQL from npm, for a machine on which nothing else is installed.
 *
 * Who owns a running server is known to the server itself: its owner holds a session with an advisory lock.
 * A start that finds a server on its folder takes the lock: if it gets it, the former owner was killed and the
 * server is adopted; if not, another Rollcall is using the folder and the start is refused.
 */
import { createHash, randomBytes } from "node:crypto";
import { chmod, mkdir, readFile, stat, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { Logger } from "@rollcall/runtime";
import pg from "pg";
import { type Account, canReach, unprivilegedAccount } from "./account.ts";
import { prepareBinaries } from "./binaries.ts";
import { clusterUser, clusterVersion, createCluster, requireSameVersion } from "./cluster.ts";
import { findPostmaster, launchPostmaster, type Postmaster, stopPostmaster } from "./postmaster.ts";

/** `url` is of the database `rollcall`; `stop` ends the server and may be called twice. */
export type EmbeddedPostgres = { url: string; clusterDir: string; port: number; stop(): Promise<void> };

const databaseName = "rollcall";
const ownerLock = 7_265_117;
const startupMs = 120_000;

/**
 * Starts (or adopts) the server of `dataDir`, making an empty database on first use. Refuses a folder that
 * another Rollcall is using or that another major version wrote. `onLost` is called when the server ends
 * without `stop`. `isThrowAway` trades safety against a crash of the machine for speed.
 */
export async function startEmbeddedPostgres(options: {
  dataDir: string;
  log: Logger;
  isThrowAway?: boolean;
  onLost?: () => void;
}): Promise<EmbeddedPostgres> {
  const { log } = options;
  const dataDir = resolve(options.dataDir);
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const { home, account } = await chooseHome(dataDir, log);
  const clusterDir = join(home, "postgres");
  const password = await keepPassword(join(home, "postgres.password"));

  const adopted = await findPostmaster(clusterDir);
  const postmaster =
    adopted ??
    (await launch({
      clusterDir,
      home,
      account,
      password,
      dataDir,
      isThrowAway: options.isThrowAway ?? false,
    }));
  const url = (database: string) =>
    `postgres://${clusterUser}:${password}@127.0.0.1:${postmaster.port}/${database}`;
  const owner = await claim(url("postgres"), postmaster, dataDir);
  if (adopted)
    log.warn({ postgresPid: adopted.pid }, "adopted the PostgreSQL that a killed Rollcall left running");

  let isStopping = false;
  owner.on("error", () => {});
  owner.on("end", () => {
    if (!isStopping) options.onLost?.();
  });
  return {
    url: url(databaseName),
    clusterDir,
    port: postmaster.port,
    async stop() {
      if (isStopping) return;
      isStopping = true;
      await owner.end();
      await stopPostmaster(postmaster, clusterDir);
    },
  };
}

// A server that runs as another user than root needs a folder whose parents that user may pass.
async function chooseHome(dataDir: string, log: Logger): Promise<{ home: string; account: Account | null }> {
  const ownHome = join("/var/lib/rollcall", createHash("sha256").update(dataDir).digest("hex").slice(0, 12));
  const account = await unprivilegedAccount(join(dataDir, "postgres"));
  if (!account) return { home: dataDir, account };
  await chmod(dataDir, 0o711);
  const hasMoved = (await stat(join(ownHome, "postgres")).catch(() => null)) !== null;
  if (!hasMoved && canReach(dataDir, account)) return { home: dataDir, account };
  await mkdir(ownHome, { recursive: true, mode: 0o711 });
  log.info(
    { folder: ownHome },
    "the database is kept outside of the data folder, which PostgreSQL may not enter",
  );
  return { home: ownHome, account: await unprivilegedAccount(join(ownHome, "postgres")) };
}

async function keepPassword(file: string): Promise<string> {
  await writeFile(file, randomBytes(24).toString("base64url"), { mode: 0o600, flag: "wx" }).catch((error) => {
    if (error.code !== "EEXIST") throw error;
  });
  return (await readFile(file, "utf8")).trim();
}

async function launch(args: {
  clusterDir: string;
  home: string;
  account: Account | null;
  password: string;
  dataDir: string;
  isThrowAway: boolean;
}): Promise<Postmaster> {
  const { clusterDir, home, account, password, dataDir, isThrowAway } = args;
  const binaries = await prepareBinaries(home, account);
  const found = await clusterVersion(clusterDir);
  if (found === null) await createCluster({ clusterDir, binaries, account, password });
  else requireSameVersion(clusterDir, found, binaries.majorVersion);
  return launchPostmaster({
    clusterDir,
    binaries,
    account,
    logFile: join(dataDir, "postgres.log"),
    isThrowAway,
  });
}

async function claim(url: string, postmaster: Postmaster, dataDir: string): Promise<pg.Client> {
  const client = await connectWhenReady(url, postmaster, dataDir);
  const { rows } = await client.query("select pg_try_advisory_lock($1) as mine", [ownerLock]);
  if (!rows[0].mine) {
    await client.end();
    throw new Error(
      `Another Rollcall is using ${dataDir}. Stop it first, or set ROLLCALL_DATA_DIR to another folder for this one.`,
    );
  }
  const exists = await client.query("select 1 from pg_database where datname = $1", [databaseName]);
  if (exists.rowCount === 0) await client.query(`create database ${databaseName}`);
  return client;
}

async function connectWhenReady(url: string, postmaster: Postmaster, dataDir: string): Promise<pg.Client> {
  const until = Date.now() + startupMs;
  for (;;) {
    const client = new pg.Client({
      connectionString: url,
      application_name: "rollcall owner",
      keepAlive: true,
    });
    try {
      await client.connect();
      return client;
    } catch (error) {
      await client.end().catch(() => {});
      if ((error as { code?: string }).code === "28P01")
        throw new Error("postgres.password is not the password of the database in the folder beside it.");
      if (postmaster.hasExited() || Date.now() > until)
        throw new Error(`PostgreSQL did not start; its log is ${dataDir}/postgres.log.`, { cause: error });
      await delay(25);
    }
  }
}
