import { randomBytes } from "node:crypto";
import { onServer, withDatabase } from "@rollcall/testing/test-database";

/** A database of the demo's own on somebody's server; `drop` ends every connection to it. */
export type ThrowAwayDatabase = { url: string; drop(): Promise<void> };

/** Makes an empty database on the server, so that what is kept there already is left alone. */
export async function createThrowAwayDatabase(serverUrl: string): Promise<ThrowAwayDatabase> {
  const name = `rollcall_demo_${randomBytes(6).toString("hex")}`;
  const run = (statement: string) =>
    onServer(serverUrl, async (client) => {
      await client.query(statement);
    });
  await run(`CREATE DATABASE ${name}`);
  return {
    url: withDatabase(serverUrl, name),
    drop: () => run(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`),
  };
}
