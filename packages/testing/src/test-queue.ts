import { randomBytes } from "node:crypto";
import { Redis } from "ioredis";
import { createTestDatabase, onServer } from "./test-database.ts";

/** A store for one suite: what `openQueue` is given, and how to remove every trace of it. */
export type TestQueueStore = {
  target: { redisUrl: string } | { databaseUrl: string };
  namespace: string;
  /** Ends every connection to the store, as a restart of it or of a firewall does. */
  cutConnections(): Promise<void>;
  drop(): Promise<void>;
};

/** The stores that queue tests run on: PostgreSQL always, Redis when REDIS_URL is set. */
export function queueBackends(): { name: string; open(): Promise<TestQueueStore> }[] {
  const redisUrl = process.env.REDIS_URL;
  return [
    { name: "PostgreSQL", open: openOnPostgres },
    ...(redisUrl ? [{ name: "Redis", open: () => openOnRedis(redisUrl) }] : []),
  ];
}

async function openOnPostgres(): Promise<TestQueueStore> {
  const database = await createTestDatabase();
  return {
    target: { databaseUrl: database.url },
    namespace: "rollcall",
    cutConnections: () =>
      onServer(database.url, async (client) => {
        await client.query(
          `select pg_terminate_backend(pid) from pg_stat_activity
           where datname = current_database() and pid <> pg_backend_pid()`,
        );
      }),
    drop: database.drop,
  };
}

async function openOnRedis(redisUrl: string): Promise<TestQueueStore> {
  const namespace = `rollcall-test-${randomBytes(6).toString("hex")}`;
  return {
    target: { redisUrl },
    namespace,
    async cutConnections() {
      const redis = new Redis(redisUrl);
      const clients = String(await redis.client("LIST")).split("\n");
      for (const client of clients.filter((line) => line.includes(` name=${namespace}`)))
        await redis.client("KILL", "ID", Number(/id=(\d+)/.exec(client)?.[1]));
      await redis.quit();
    },
    drop: () => dropRedisKeys(redisUrl, namespace),
  };
}

/** Removes every key that starts with the prefix. */
export async function dropRedisKeys(redisUrl: string, prefix: string): Promise<void> {
  const redis = new Redis(redisUrl);
  for await (const keys of redis.scanStream({ match: `${prefix}:*` })) {
    if (keys.length > 0) await redis.unlink(...keys);
  }
  await redis.quit();
}
