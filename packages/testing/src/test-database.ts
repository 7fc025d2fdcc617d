import { randomBytes } from "node:crypto";
import pg from "pg";

/** Set by the global set-up of the tests: a server on which databases may be made. */
export const testServerVariable = "ROLLCALL_TEST_DATABASE_URL";
/** The migrated database that every test database is a copy of. */
export const templateVariable = "ROLLCALL_TEST_TEMPLATE";

/** A database of its own for one suite; `drop` ends every connection to it. */
export type TestDatabase = { url: string; drop(): Promise<void> };

/** Copies the migrated template into a new database, in some tens of milliseconds. Call `drop` when done. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const serverUrl = process.env[testServerVariable];
  const template = process.env[templateVariable];
  if (!serverUrl || !template)
    throw new Error("Integration tests need vitest's global set-up of packages/testing.");
  const server = connectOnce(serverUrl);
  const name = `rollcall_test_${randomBytes(6).toString("hex")}`;
  await server.query(`create database ${name} template ${pg.escapeIdentifier(template)} strategy file_copy`);
  return {
    url: withDatabase(serverUrl, name),
    drop: () => dropOn(server, name),
  };
}

let connected: pg.Pool | undefined;

// Most tests have a database of their own: to log in anew for each would cost as much as to copy it.
function connectOnce(serverUrl: string): pg.Pool {
  if (connected) return connected;
  connected = new pg.Pool({ connectionString: serverUrl, allowExitOnIdle: true });
  // The server may end before the tests' program does.
  connected.on("error", () => {});
  return connected;
}

/** Drops a database after ending our own connections to it. */
export function dropDatabase(serverUrl: string, name: string): Promise<void> {
  return onServer(serverUrl, (client) => dropOn(client, name));
}

// `with (force)` would end the server's own connections as well, such as autovacuum's, which only a superuser may; a
// plain drop sends those away by itself.
async function dropOn(server: pg.Client | pg.Pool, name: string): Promise<void> {
  await server.query(
    "select pg_terminate_backend(pid) from pg_stat_activity where datname = $1 and usename = current_user",
    [name],
  );
  await server.query(`drop database if exists ${name}`);
}

/** Makes an empty database on the server, so that what is kept there already is left alone. */
export async function createEmptyDatabase(serverUrl: string): Promise<TestDatabase> {
  const name = `rollcall_trial_${randomBytes(6).toString("hex")}`;
  await onServer(serverUrl, async (client) => {
    await client.query(`create database ${name}`);
  });
  return { url: withDatabase(serverUrl, name), drop: () => dropDatabase(serverUrl, name) };
}

/** The same server's URL with another database in it. */
export function withDatabase(url: string, database: string): string {
  const changed = new URL(url);
  changed.pathname = `/${database}`;
  return changed.href;
}

/** Runs `work` on one connection to the server and closes it. */
export async function onServer<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
