import { createTestDatabase, type TestDatabase } from "@rollcall/testing/test-database";
import { waitUntil } from "@rollcall/testing/wait-until";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Database, openDatabase } from "./database.ts";
import { diffSchema, migrate } from "./migrate.ts";
import { newId } from "./new-id.ts";
import { findPrismaDir, readMigrations } from "./schema-engine.ts";

let testDatabase: TestDatabase;
let db: Database;
const workspaceId = newId("ws");
const serviceId = newId("svc");
const environmentId = newId("env");

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  db = await openDatabase({ url: testDatabase.url });
  await db.prisma.workspace.create({ data: { id: workspaceId, slug: "acme", name: "Acme" } });
  await db.prisma.service.create({ data: { id: serviceId, workspaceId, name: "api" } });
  await db.prisma.environment.create({
    data: { id: environmentId, workspaceId, serviceId, name: "production" },
  });
});
afterAll(async () => {
  await db.close();
  await testDatabase.drop();
});

describe("the migrations", () => {
  it("make exactly what prisma/schema says", async () => {
    expect(await diffSchema(testDatabase.url)).toBe("");
  });

  it("are applied once, also by programs that start together", async () => {
    const results = await Promise.all([migrate(testDatabase.url), migrate(testDatabase.url)]);
    expect(results).toEqual([{ applied: [] }, { applied: [] }]);
  });

  it("go on from a database whose indexes were made by their former text", async () => {
    const former = await createTestDatabase();
    const client = await openDatabase({ url: former.url, maxConnections: 1 });
    const ownIndexes = "_prisma_migrations WHERE migration_name ~ '_(drop_former_)?index_of_deliveries_'";
    const { rows: own } = await client.pool.query(
      `SELECT migration_name AS name FROM ${ownIndexes} ORDER BY 1`,
    );
    await client.pool.query(`
      DELETE FROM ${ownIndexes};
      UPDATE _prisma_migrations SET checksum = 'former' WHERE migration_name LIKE '%telling_that_arrives';
      ALTER INDEX delivery_due RENAME TO delivery_unsettled`);
    expect(await migrate(former.url)).toEqual({ applied: own.map(({ name }) => name) });
    const { rows } = await client.pool.query(`
      SELECT c.relname AS name, i.indisvalid AS "isValid" FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
      WHERE i.indrelid = 'delivery'::regclass AND c.relname ~ '_(told_by_idx|due|unsettled|to_fall_back|in_digest)$'
      ORDER BY 1`);
    expect(rows).toEqual(
      ["due", "in_digest", "to_fall_back", "told_by_idx"].map((name) => ({
        name: `delivery_${name}`,
        isValid: true,
      })),
    );
    await client.close();
    await former.drop();
  });

  it("lock no table for as long as an index of it takes", async () => {
    const { migrationDirectories } = await readMigrations(findPrismaDir());
    const locking = migrationDirectories
      .filter(({ path }) => path > "20261122195000")
      .flatMap(({ path, migrationFile }) => {
        const sql = migrationFile.content.tag === "ok" ? migrationFile.content.value : "";
        const made = [...sql.matchAll(/CREATE TABLE (\S+)/g)].map(([, table]) => table?.replaceAll('"', ""));
        const indexed = [...sql.matchAll(/CREATE (?:UNIQUE )?INDEX (?!CONCURRENTLY)\S+ ON ([\w."]+)/g)];
        return indexed.filter(([, table]) => !made.includes(table?.replaceAll('"', ""))).map(() => path);
      });
    expect(locking).toEqual([]);
  });

  it("index every foreign key by its first columns", async () => {
    const { rows } = await db.pool.query(`
      select c.conrelid::regclass::text || ' ' || c.conname as missing from pg_constraint c
      where c.contype = 'f' and not exists (
        select 1 from pg_index i where i.indrelid = c.conrelid and i.indpred is null
        and (i.indkey::int2[])[0:cardinality(c.conkey) - 1] @> c.conkey)`);
    expect(rows).toEqual([]);
  });
});

describe("the database refuses", () => {
  const incident = (state: string) => ({
    id: newId("inc"),
    workspaceId,
    environmentId,
    state,
    kind: "outage",
    severity: "critical",
    title: "t",
    impact: "i",
    openedAt: new Date(),
  });
  const deploy = (endedAt: Date | null) => ({
    id: newId("dep"),
    workspaceId,
    environmentId,
    version: "1.42.0",
    identities: ["1.42.0"],
    previousIdentities: [],
    status: "started",
    strategy: "rolling",
    progressDeadlineSeconds: 600,
    watchUntil: new Date(),
    state: "waiting",
    verdict: {},
    plan: {},
    endedAt,
  });

  it("a second incident of an environment while one is not resolved", async () => {
    await db.prisma.incident.createMany({
      data: [incident("resolved"), incident("resolved"), incident("acknowledged")],
    });
    await expect(db.prisma.incident.create({ data: incident("open") })).rejects.toThrow("Unique constraint");
  });

  it("a second open deploy of the same version in an environment", async () => {
    await db.prisma.deploy.createMany({ data: [deploy(new Date()), deploy(null)] });
    await expect(db.prisma.deploy.create({ data: deploy(null) })).rejects.toThrow("Unique constraint");
  });

  it("a reference into another workspace", async () => {
    const stranger = newId("ws");
    await db.prisma.workspace.create({ data: { id: stranger, slug: "other", name: "Other" } });
    const crossing = db.prisma.environment.create({
      data: { id: newId("env"), workspaceId: stranger, serviceId, name: "staging" },
    });
    await expect(crossing).rejects.toThrow("Foreign key constraint");
  });
});

describe("a notice written to the outbox", () => {
  it("wakes the notifier", async () => {
    let wakeUps = 0;
    const stop = await db.listen("rollcall_outbox", () => wakeUps++);
    await db.prisma.outbox.create({ data: { id: newId("out"), workspaceId, notice: {} } });
    await waitUntil("the wake-up", () => wakeUps === 1);
    await stop();
  });
});
