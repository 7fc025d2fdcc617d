import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, cp, lstat, mkdir, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createLogger } from "@rollcall/runtime";
import { makeThrowAwayFolder } from "@rollcall/testing/throw-away-folder";
import { waitUntil } from "@rollcall/testing/wait-until";
import pg from "pg";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { unprivilegedAccount } from "./account.ts";
import { findPackage, prepareBinaries } from "./binaries.ts";
import { findPostmaster } from "./postmaster.ts";
import { type EmbeddedPostgres, startEmbeddedPostgres } from "./start.ts";

const log = createLogger({ name: "test", level: "silent" });
const isRoot = process.getuid?.() === 0;
let dataDir: string;
const running: EmbeddedPostgres[] = [];

beforeEach(() => {
  dataDir = makeThrowAwayFolder();
});
afterEach(async () => {
  for (const postgres of running.splice(0)) await postgres.stop();
  await rm(dataDir, { recursive: true, force: true });
});

async function start(more: { dataDir?: string; onLost?: () => void } = {}): Promise<EmbeddedPostgres> {
  const postgres = await startEmbeddedPostgres({ dataDir, log, isThrowAway: true, ...more });
  running.push(postgres);
  return postgres;
}

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

/** Runs a program that starts PostgreSQL on the data folder and is killed. */
async function runKilledOwner(...more: string[]): Promise<void> {
  const program = fileURLToPath(new URL("../../test/killed-owner.ts", import.meta.url));
  const killed = spawn(process.execPath, ["--import", "tsx", program, dataDir, ...more], {
    stdio: "inherit",
  });
  await once(killed, "exit");
  expect(killed.signalCode).toBe("SIGKILL");
}

describe("the embedded PostgreSQL", () => {
  it("keeps its data from one start to the next, and leaves no process behind", async () => {
    const first = await start();
    await query(first.url, "create table kept as select 42 as answer");
    await first.stop();
    expect(await findPostmaster(first.clusterDir)).toBeNull();
    const second = await start();
    expect(await query(second.url, "select answer from kept")).toEqual([{ answer: 42 }]);
  });

  it("asks for a password that only its owner can read, and answers this machine only", async () => {
    const postgres = await start();
    const wrong = new URL(postgres.url);
    wrong.password = "guessed";
    await expect(query(wrong.href, "select 1")).rejects.toThrow("password authentication failed");
    const { mode } = await stat(join(dataDir, "postgres.password"));
    expect(mode & 0o777).toBe(0o600);
    expect(await query(postgres.url, "show listen_addresses")).toEqual([{ listen_addresses: "127.0.0.1" }]);
  });

  it("runs beside another one with another data folder", async () => {
    const other = makeThrowAwayFolder();
    const [one, two] = [await start(), await start({ dataDir: other })];
    expect(one.port).not.toBe(two.port);
    await two.stop();
    await rm(other, { recursive: true });
  });

  it("refuses a data folder that is in use, and does not disturb its owner", async () => {
    const owner = await start();
    await expect(start()).rejects.toThrow("Another Rollcall is using");
    expect(await query(owner.url, "select 1 as alive")).toEqual([{ alive: 1 }]);
  });

  it("adopts what a killed program left running, with everything in it", async () => {
    await runKilledOwner();
    const orphan = await findPostmaster(join(dataDir, "postgres"));
    expect(orphan).not.toBeNull();
    const adopted = await start();
    expect(adopted.port).toBe(orphan?.port);
    expect(await query(adopted.url, "select answer from kept")).toEqual([{ answer: 42 }]);
    await adopted.stop();
    expect(await findPostmaster(adopted.clusterDir)).toBeNull();
  });

  it("made to be thrown away does not outlive a killed program", async () => {
    await runKilledOwner("throw-away");
    const clusterDir = join(dataDir, "postgres");
    await waitUntil("the server to end", async () => (await findPostmaster(clusterDir)) === null);
  });

  it("starts although a postmaster.pid names a program that is something else", async () => {
    const first = await start();
    await first.stop();
    const stale = [process.pid, first.clusterDir, 1, 5432, "", "127.0.0.1", "", "ready"].join("\n");
    await writeFile(join(first.clusterDir, "postmaster.pid"), stale);
    expect(await query((await start()).url, "select 1 as alive")).toEqual([{ alive: 1 }]);
  });

  it("refuses the data of another PostgreSQL version, says so, and changes nothing", async () => {
    const first = await start();
    await first.stop();
    await writeFile(join(first.clusterDir, "PG_VERSION"), "15\n");
    await expect(start()).rejects.toThrow(/holds a database of PostgreSQL 15.*comes with PostgreSQL 18/);
    expect(await readFile(join(first.clusterDir, "PG_VERSION"), "utf8")).toBe("15\n");
  });

  it("refuses a folder that holds something else", async () => {
    await mkdir(join(dataDir, "postgres"));
    await writeFile(join(dataDir, "postgres", "thesis.txt"), "the only copy");
    await expect(start()).rejects.toThrow("no PostgreSQL database");
    expect(await readFile(join(dataDir, "postgres", "thesis.txt"), "utf8")).toBe("the only copy");
  });

  it("tells when the server ends without being told to", async () => {
    let losses = 0;
    const postgres = await start({ onLost: () => losses++ });
    const postmaster = await findPostmaster(postgres.clusterDir);
    process.kill(postmaster?.pid ?? 0, "SIGKILL");
    await waitUntil("the loss to be told", () => losses === 1);
  });

  it.runIf(isRoot)("runs in a home that others may not enter", async () => {
    const home = await mkdtemp(join(tmpdir(), "rollcall-home-"));
    await chmod(home, 0o700);
    const postgres = await start({ dataDir: join(home, "data") });
    expect(postgres.clusterDir.startsWith(home)).toBe(false);
    await query(postgres.url, "create table kept as select 42 as answer");
    await postgres.stop();
    const again = await start({ dataDir: join(home, "data") });
    expect(await query(again.url, "select answer from kept")).toEqual([{ answer: 42 }]);
    await again.stop();
    await rm(again.clusterDir, { recursive: true });
    await rm(home, { recursive: true });
  });
});

describe("PostgreSQL's programs", () => {
  const withoutLinks = async (path: string) => !(await lstat(path)).isSymbolicLink();

  it("run although the package's install script never made its links", async () => {
    const bare = join(dataDir, "package");
    await chmod(dataDir, 0o711);
    await cp(findPackage(), bare, { recursive: true, filter: withoutLinks });
    const account = await unprivilegedAccount(join(dataDir, "postgres"));
    const binaries = await prepareBinaries(join(dataDir, "copies"), account, bare);
    expect(binaries.postgres.startsWith(bare)).toBe(true);
    expect(binaries.majorVersion).toBe(18);
  });

  it.runIf(isRoot)("run although the checkout stands in a private home", async () => {
    const home = await mkdtemp(join(tmpdir(), "rollcall-home-"));
    const hidden = join(home, "package");
    await cp(findPackage(), hidden, { recursive: true, verbatimSymlinks: true });
    await chmod(dataDir, 0o711);
    const account = await unprivilegedAccount(join(dataDir, "postgres"));
    const binaries = await prepareBinaries(dataDir, account, hidden);
    expect(binaries.postgres.startsWith(dataDir)).toBe(true);
    expect(await prepareBinaries(dataDir, account, hidden)).toEqual(binaries);
    await rm(home, { recursive: true });
  });
});
