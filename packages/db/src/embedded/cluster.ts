import { spawn } from "node:child_process";
import { chown, mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Account } from "./account.ts";
import type { Binaries } from "./binaries.ts";

/** The database user that owns everything. */
export const clusterUser = "rollcall";

/** The major version of the database in the folder, `null` when there is none. Throws on a folder of something else. */
export async function clusterVersion(clusterDir: string): Promise<number | null> {
  const version = await readFile(join(clusterDir, "PG_VERSION"), "utf8").catch(() => null);
  if (version !== null) return Number(version.trim());
  const content = await readdir(clusterDir).catch(() => []);
  if (content.length > 0) throw new Error(`${clusterDir} holds files, but no PostgreSQL database.`);
  return null;
}

/** Throws unless the programs can open the database in the folder; says what to do. */
export function requireSameVersion(clusterDir: string, found: number, expected: number): void {
  if (found === expected) return;
  throw new Error(
    `${clusterDir} holds a database of PostgreSQL ${found}, and this Rollcall comes with PostgreSQL ${expected}. ` +
      `Nothing was changed. Move the data with pg_dump and pg_restore of PostgreSQL ${found}, ` +
      "or set ROLLCALL_DATA_DIR to another folder, or DATABASE_URL to a server of your own.",
  );
}

/** Makes an empty database in `clusterDir`, complete or not at all. */
export async function createCluster(args: {
  clusterDir: string;
  binaries: Binaries;
  account: Account | null;
  password: string;
}): Promise<void> {
  const { clusterDir, binaries, account, password } = args;
  const unfinished = `${clusterDir}.${process.pid}`;
  const passwordFile = `${clusterDir}.${process.pid}.password`;
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(unfinished, { recursive: true, mode: 0o700 });
  await writeFile(passwordFile, password, { mode: 0o600 });
  if (account) for (const path of [unfinished, passwordFile]) await chown(path, account.uid, account.gid);
  try {
    await run(
      binaries.initdb,
      [
        `--pgdata=${unfinished}`,
        `--username=${clusterUser}`,
        `--pwfile=${passwordFile}`,
        "--auth=scram-sha-256",
        "--encoding=UTF8",
        "--locale=C",
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
        "--no-instructions",
        "--no-sync",
      ],
      account,
    );
    await rm(clusterDir, { recursive: true, force: true });
    await rename(unfinished, clusterDir);
  } finally {
    await rm(passwordFile, { force: true });
    await rm(unfinished, { recursive: true, force: true });
  }
}

function run(program: string, args: string[], account: Account | null): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { ...account, cwd: "/", env: postgresEnvironment });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (output += chunk));
    child.on("error", reject);
    child.on("close", (code) =>
      code === 0 ? resolve() : reject(new Error(`initdb failed: ${output.trim()}`)),
    );
  });
}

/** PostgreSQL gets an environment of its own, so that nothing secret of ours stands in it. */
export const postgresEnvironment = { LC_ALL: "C", PATH: "/usr/bin:/bin", TZ: "UTC" };
