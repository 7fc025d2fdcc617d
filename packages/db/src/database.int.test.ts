import { createTestDatabase, type TestDatabase } from "@rollcall/testing/test-database";
import { waitUntil } from "@rollcall/testing/wait-until";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Database, inTransaction, notifyInTransaction, openDatabase } from "./database.ts";
import { newId } from "./new-id.ts";

let testDatabase: TestDatabase;
let here: Database;
let there: Database;

beforeAll(async () => {
  testDatabase = await createTestDatabase();
  here = await openDatabase({ url: testDatabase.url });
  there = await openDatabase({ url: testDatabase.url });
});
afterAll(async () => {
  await here.close();
  await there.close();
  await testDatabase.drop();
});

const cutListeners = () =>
  there.pool.query(
    "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'rollcall listener'",
  );

describe("messages between programs", () => {
  it("reach every listener of their channel, and no other", async () => {
    const heard: string[] = [];
    const stops = await Promise.all([
      here.listen("news", (payload) => heard.push(`a ${payload}`)),
      here.listen("news", (payload) => heard.push(`b ${payload}`)),
      here.listen("other", (payload) => heard.push(`other ${payload}`)),
    ]);
    await there.notify("news", "1");
    await waitUntil("both listeners", () => heard.length === 2);
    await stops[0]?.();
    await there.notify("news", "2");
    await waitUntil("the listener that is left", () => heard.length === 3);
    expect(heard.sort()).toEqual(["a 1", "b 1", "b 2"]);
    for (const stop of stops) await stop();
  });

  it("are heard again after the connection was lost, and the gap is told", async () => {
    const heard: string[] = [];
    let gaps = 0;
    const stop = await here.listen(
      "news",
      (payload) => heard.push(payload),
      () => gaps++,
    );
    await cutListeners();
    await waitUntil("the gap to be told", () => gaps === 1);
    await there.notify("news", "after");
    await waitUntil("the message", () => heard.length === 1);
    await stop();
  });

  it("sent in a transaction come when it commits, and never when it does not", async () => {
    const heard: string[] = [];
    const stop = await here.listen("news", (payload) => heard.push(payload));
    const failed = inTransaction(there, async (tx) => {
      await notifyInTransaction(tx, "news", "never");
      throw new Error("no");
    });
    await expect(failed).rejects.toThrow("no");
    await inTransaction(there, (tx) => notifyInTransaction(tx, "news", "committed"));
    await waitUntil("the message", () => heard.length > 0);
    expect(heard).toEqual(["committed"]);
    await stop();
  });
});

describe("a transaction", () => {
  it("writes all or nothing", async () => {
    const id = newId("ws");
    const failed = inTransaction(here, async (tx) => {
      await tx.workspace.create({ data: { id, slug: id, name: "Acme" } });
      throw new Error("no");
    });
    await expect(failed).rejects.toThrow("no");
    expect(await there.prisma.workspace.findUnique({ where: { id } })).toBeNull();
  });

  it("stops waiting for a lock before its 30 s are over, so that its connection is free again", async () => {
    const { rows } = await here.pool.query(
      "SELECT setting::int AS ms FROM pg_settings WHERE name = 'lock_timeout'",
    );
    expect(rows[0].ms).toBeGreaterThan(0);
    expect(rows[0].ms).toBeLessThan(30_000);
  });
});

describe("a closed database", () => {
  it("may be closed twice, and ends its listening too", async () => {
    const database = await openDatabase({ url: testDatabase.url });
    await database.listen("news", () => {});
    await database.close();
    await database.close();
    await expect(database.pool.query("select 1")).rejects.toThrow();
  });
});
