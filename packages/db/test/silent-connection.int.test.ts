import { once } from "node:events";
import type { Socket } from "node:net";
import { endWhenSilent, outliveConnections } from "@rollcall/runtime";
import { openTcpRelay, type TcpRelay } from "@rollcall/testing/tcp-relay";
import { createTestDatabase, type TestDatabase } from "@rollcall/testing/test-database";
import pg from "pg";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

const silentMs = 200;
let database: TestDatabase;
let relay: TcpRelay;
let client: pg.Client & { connection: { stream: Socket } };

beforeEach(async () => {
  database = await createTestDatabase();
  relay = await openTcpRelay(database.url);
  client = new pg.Client({ connectionString: relay.url }) as typeof client;
  client.on("error", () => {});
  await client.connect();
  endWhenSilent(client, silentMs);
});

afterEach(async () => {
  relay.close();
  await client.end().catch(() => {});
  await database.drop();
});

describe("a connection to PostgreSQL", () => {
  it("is ended when a statement gets no answer, and whoever waits hears of it", async () => {
    relay.cut();
    await expect(client.query("select 1")).rejects.toThrow("PostgreSQL has been silent for 0.2 s.");
  });

  it("may be idle for as long as it likes, and is watched again afterwards", async () => {
    for (let times = 0; times < 2; times++) {
      await once(client.connection.stream, "timeout");
      expect((await client.query("select 1 as one")).rows).toEqual([{ one: 1 }]);
    }
    relay.cut();
    await expect(client.query("select 1")).rejects.toThrow("PostgreSQL has been silent");
  });
});

describe("a pool of connections to PostgreSQL", () => {
  it("outlives one that is lost in the hands of somebody who listens to no errors of it", async () => {
    const pool = new pg.Pool({ connectionString: relay.url });
    outliveConnections(pool, () => {}, silentMs);
    const taken = await pool.connect();
    relay.cut();
    await expect(taken.query("select 1")).rejects.toThrow("PostgreSQL has been silent");
    taken.release();
    relay.mend();
    expect((await pool.query("select 1 as one")).rows).toEqual([{ one: 1 }]);
    await pool.end();
  });
});
