/// <reference path="./webassembly.d.ts" />
/** Prisma's own schema engine, compiled to WebAssembly: migrations without downloading an engine binary. */
import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { PrismaPg } from "@prisma/adapter-pg";
import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum } from "@prisma/driver-adapter-utils";
import type { MigrationList, SchemaContainer, SchemaEngine } from "@prisma/schema-engine-wasm";
import type pg from "pg";

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
  const adapters = new MigrationPg({ connectionString: url });
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

const charOid = 18;
const textOid = 25;

type PgAdapter = Awaited<ReturnType<PrismaPg["connect"]>>;

/** PrismaPg with two of its limits removed that matter to the schema engine only. */
class MigrationPg extends PrismaPg {
  readonly #adapters: PgAdapter[] = [];

  override async connect() {
    const adapter = removeLimits(await super.connect());
    this.#adapters.push(adapter);
    return adapter;
  }
  // The engine itself closes this one, and drops the database with it.
  override async connectToShadowDb() {
    return removeLimits(await super.connectToShadowDb());
  }
  // These it lets go of without ending them.
  async close() {
    await Promise.all(this.#adapters.map((adapter) => adapter.dispose()));
  }
}

function removeLimits(adapter: PgAdapter): PgAdapter {
  const pool = adapter.underlyingDriver();
  const query = pool.query.bind(pool) as (...args: unknown[]) => Promise<pg.QueryResult>;
  const queryRaw = adapter.queryRaw.bind(adapter);
  const charColumns = new WeakMap<object, number[]>();

  // It refuses PostgreSQL's internal type "char", which columns of the catalog have: it is shown text here,
  // and the engine is told what it really was.
  pool.query = (async (...args: unknown[]) => {
    const result = await query(...args);
    const indexes = (result.fields ?? []).flatMap((field, index) =>
      field.dataTypeID === charOid ? [index] : [],
    );
    for (const index of indexes) Object.assign(result.fields[index] ?? {}, { dataTypeID: textOid });
    if (result.rows) charColumns.set(result.rows, indexes);
    return result;
  }) as typeof pool.query;
  adapter.queryRaw = async (sql) => {
    const result = await queryRaw(sql);
    for (const index of charColumns.get(result.rows) ?? [])
      result.columnTypes[index] = ColumnTypeEnum.Character;
    return result;
  };

  // It cuts scripts at every semicolon, also inside of functions. As one query a script is also one transaction.
  adapter.executeScript = async (script) => {
    await query(script);
  };
  return adapter;
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
