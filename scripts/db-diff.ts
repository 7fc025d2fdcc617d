/**
 * `npm run db:diff -- --name add_something`: writes the migration that leads from prisma/migrations to prisma/schema.
 * Read it before you commit it: renames look like a drop and an add to every such tool.
 */
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { startEmbeddedPostgres } from "@rollcall/db/embedded";
import { diffSchema } from "@rollcall/db/migrate";
import { createLogger } from "@rollcall/runtime";

const { values } = parseArgs({ options: { name: { type: "string" } } });
if (!values.name || !/^[a-z][a-z0-9_]*$/.test(values.name))
  throw new Error("npm run db:diff -- --name <what_changes>, in lower case with underscores");

const dataDir = await mkdtemp(join(tmpdir(), "rollcall-diff-"));
const log = createLogger({ name: "db:diff", level: "warn" });
const postgres = await startEmbeddedPostgres({ dataDir, log, isThrowAway: true });
try {
  const sql = await diffSchema(postgres.url);
  if (sql === "") {
    process.stdout.write("The migrations already make what prisma/schema says.\n");
  } else {
    const stamp = new Date().toISOString().replace(/\D/g, "").slice(0, 14);
    const folder = join(import.meta.dirname, "../prisma/migrations", `${stamp}_${values.name}`);
    await mkdir(folder);
    await writeFile(join(folder, "migration.sql"), sql);
    process.stdout.write(`${folder}/migration.sql\n\n${sql}`);
  }
} finally {
  await postgres.stop();
  await rm(dataDir, { recursive: true, force: true });
}
