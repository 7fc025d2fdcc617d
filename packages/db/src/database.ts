import { PrismaPg } from "@prisma/adapter-pg";
import { type Logger, outliveConnections } from "@rollcall/runtime";
import pg from "pg";
import { type Prisma, PrismaClient } from "./generated/client.ts";
import { createListener } from "./listener.ts";
import { createPlaceMemory, type PlaceMemory } from "./observations/place-memory.ts";

/**
 * One program's connection to PostgreSQL: `prisma` and `pool` share the same pool. `listen` hears messages of
 * other programs and reconnects by itself; `onGap` tells that messages may have been missed. `places` is what
 * `insertObservations` remembers. `close` may be called twice.
 */
export type Database = {
  prisma: PrismaClient;
  pool: pg.Pool;
  places: PlaceMemory;
  listen(
    channel: string,
    onMessage: (payload: string) => void,
    onGap?: () => void,
  ): Promise<() => Promise<void>>;
  notify(channel: string, payload: string): Promise<void>;
  close(): Promise<void>;
};

/** The client of an open transaction: what a function inside `inTransaction` reads and writes through. */
export type Tx = Prisma.TransactionClient;

/**
 * A statement that waits for a lock keeps its connection even after its transaction was given up: it has to end
 * before. And what a hanging program has locked must not stay locked.
 */
const patience = { lock_timeout: 20_000, idle_in_transaction_session_timeout: 60_000 };

/** Opens the database and proves that it answers; the schema must have been migrated. */
export async function openDatabase(options: {
  url: string;
  maxConnections?: number;
  log?: Logger;
}): Promise<Database> {
  const { url, maxConnections = 10, log } = options;
  const pool = new pg.Pool({
    connectionString: url,
    max: maxConnections,
    application_name: "rollcall",
    keepAlive: true,
    connectionTimeoutMillis: 10_000,
    ...patience,
  });
  outliveConnections(pool, (error) => log?.warn({ err: error }, "an idle database connection was lost"));
  await pool.query("select 1");
  const prisma = new PrismaClient({ adapter: new PrismaPg(pool) });
  const listener = createListener(url, log);
  let closing: Promise<void> | undefined;
  return {
    prisma,
    pool,
    places: createPlaceMemory(),
    listen: listener.listen,
    async notify(channel, payload) {
      await pool.query("select pg_notify($1, $2)", [channel, payload]);
    },
    close() {
      closing ??= (async () => {
        await listener.close();
        await prisma.$disconnect();
        await pool.end();
      })();
      return closing;
    },
  };
}

/** Runs `fn` in one transaction: all of it is written, or nothing. Waits 10 s for a connection, runs up to 30 s. */
export function inTransaction<T>(db: Pick<Database, "prisma">, fn: (tx: Tx) => Promise<T>): Promise<T> {
  return db.prisma.$transaction(fn, { maxWait: 10_000, timeout: 30_000 });
}

/**
 * Whether there is any row, without a transaction: `table WHERE condition ORDER BY column`, in the order of an index that
 * knows the condition. Without the order the planner may read a whole table for the first row.
 */
export async function hasRows(
  db: Pick<Database, "pool">,
  from: string,
  values: unknown[] = [],
): Promise<boolean> {
  const { rows } = await db.pool.query(`SELECT FROM ${from} LIMIT 1`, values);
  return rows.length > 0;
}

/** Sends a message when the transaction commits, and none if it does not. At most 8,000 bytes. */
export async function notifyInTransaction(tx: Tx, channel: string, payload: string): Promise<void> {
  await tx.$executeRaw`select pg_notify(${channel}, ${payload})`;
}
