/// <reference path="./webassembly.d.ts" />
/** Prisma's own schema engine, compiled to WebAssembly: migrations without downloading an engine binary. */
import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { bindMigrationAwareSqlAdapterFactory } from "@prisma/driver-adapter-utils";
import type { MigrationList, SchemaContainer, SchemaEngine } from "@prisma/schema-engine-wasm";
import { MigrationPg } from "./migration-pg.ts";

type EngineModule = {
  SchemaEngine: typeof SchemaEngine;
  __wbg_set_wasm(exports: WebAssembly.Exports): void;
};

/** Runs `work` with the engine on a database; the engine knows the schema of `prisma/schema`. */
export async function withSchemaEngine<T>(
  url: string,
  schemaFiles: SchemaContainer[],
  work: (engine: SchemaEngine) => Promise<T>,
): Promise<T> {
  const { SchemaEngine } = await loadEngineModule();
  const adapters = new MigrationPg(url);
  const datamodels = schemaFiles.map((file): [string, string] => [file.path, file.content]);
  try {
    const engine = await SchemaEngine.new(
      { datamodels },
      () => {},
      bindMigrationAwareSqlAdapterFactory(adapters),
    );
    try {
      return await work(engine);
    } finally {
      engine.free();
    }
  } finally {
    await adapters.close();
  }
}

let loaded: EngineModule | undefined;

// The package's main entry imports the .wasm file as a module, which Node 20 cannot do without a flag.
async function loadEngineModule(): Promise<EngineModule> {
  if (loaded) return loaded;
  const bindings = (await import("@prisma/schema-engine-wasm/schema_engine_bg")) as unknown as EngineModule;
  const wasmFile = createRequire(import.meta.url)
    .resolve("@prisma/schema-engine-wasm/schema_engine_bg")
    .replace(/\.js$/, ".wasm");
  const { instance } = await WebAssembly.instantiate(await readFile(wasmFile), {
    "./schema_engine_bg.js": bindings as unknown as Record<string, unknown>,
  });
  bindings.__wbg_set_wasm(instance.exports);
  (instance.exports.__wbindgen_start as () => void)();
  loaded = bindings;
  return bindings;
}

/** The folder `prisma/` of this checkout or image. */
export function findPrismaDir(): string {
  for (let dir = import.meta.dirname; dir !== dirname(dir); dir = dirname(dir)) {
    const candidate = join(dir, "prisma");
    if (existsSync(join(candidate, "migrations"))) return candidate;
  }
  throw new Error("The folder prisma/migrations is missing beside the program.");
}

/** The schema files of `prisma/schema`. */
export async function readSchemaFiles(prismaDir: string): Promise<SchemaContainer[]> {
  const dir = join(prismaDir, "schema");
  const names = (await readdir(dir)).filter((name) => name.endsWith(".prisma")).sort();
  return Promise.all(
    names.map(async (name) => ({ path: join(dir, name), content: await readFile(join(dir, name), "utf8") })),
  );
}

/** The migrations of `prisma/migrations`, in the order in which they apply. */
export async function readMigrations(prismaDir: string): Promise<MigrationList> {
  const baseDir = join(prismaDir, "migrations");
  const entries = await readdir(baseDir, { withFileTypes: true });
  const names = entries.flatMap((entry) => (entry.isDirectory() ? [entry.name] : [])).sort();
  const migrationDirectories = await Promise.all(
    names.map(async (name) => {
      const value = await readFile(join(baseDir, name, "migration.sql"), "utf8");
      return { path: name, migrationFile: { path: "migration.sql", content: { tag: "ok" as const, value } } };
    }),
  );
  const lockfile = await readFile(join(baseDir, "migration_lock.toml"), "utf8").catch(() => null);
  return {
    baseDir,
    lockfile: { path: "migration_lock.toml", content: lockfile },
    shadowDbInitScript: "",
    migrationDirectories,
  };
}
