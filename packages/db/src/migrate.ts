import pg from "pg";
import { findPrismaDir, readMigrations, readSchemaFiles, withSchemaEngine } from "./schema-engine.ts";

const migrationLock = 7_265_118;
const noFilters = { externalTables: [], externalEnums: [] };

/**
 * Applies the migrations that the database does not have yet and returns their names; calling it again applies
 * nothing. Programs that start together wait for each other. It keeps the same history table as Prisma's CLI.
 */
export async function migrate(url: string): Promise<{ applied: string[] }> {
  const prismaDir = findPrismaDir();
  const lock = new pg.Client({ connectionString: url, application_name: "rollcall migrate" });
  try {
    await lock.connect();
  } catch (error) {
    const { host, port } = lock;
    throw new Error(`Cannot reach the database at ${host}:${port}`, { cause: error });
  }
  try {
    await lock.query("select pg_advisory_lock($1)", [migrationLock]);
    const migrationsList = await readMigrations(prismaDir);
    const { appliedMigrationNames } = await withSchemaEngine(
      url,
      await readSchemaFiles(prismaDir),
      (engine) => engine.applyMigrations({ migrationsList, filters: noFilters }),
    );
    return { applied: appliedMigrationNames };
  } finally {
    await lock.end();
  }
}

/**
 * The SQL that leads from what `prisma/migrations` make to what `prisma/schema` says; empty when they agree.
 * The migrations are tried out in a database of their own, made and dropped on the server of `url`.
 */
export async function diffSchema(url: string): Promise<string> {
  const prismaDir = findPrismaDir();
  const files = await readSchemaFiles(prismaDir);
  const migrations = await readMigrations(prismaDir);
  const { stdout } = await withSchemaEngine(url, files, (engine) =>
    engine.diff({
      from: { tag: "migrations", ...migrations },
      to: { tag: "schemaDatamodel", files },
      script: true,
      exitCode: null,
      filters: noFilters,
    }),
  );
  return stdout === null || stdout.includes("empty migration") ? "" : stdout;
}
