/** Before the integration tests: a PostgreSQL server (DATABASE_URL, else an embedded one) and a migrated template. */
import { randomBytes } from "node:crypto";
import { rm } from "node:fs/promises";
import { startEmbeddedPostgres } from "@rollcall/db/embedded";
import { migrate } from "@rollcall/db/migrate";
import { createLogger } from "@rollcall/runtime";
import {
  dropDatabase,
  onServer,
  templateVariable,
  testServerVariable,
  withDatabase,
} from "./test-database.ts";
import { makeThrowAwayFolder } from "./throw-away-folder.ts";

/** Called by vitest once; what it returns is called at the end. */
export async function setup(): Promise<() => Promise<void>> {
  const server = await startServer();
  const template = `rollcall_template_${randomBytes(4).toString("hex")}`;
  const teardown = async () => {
    await dropDatabase(server.url, template);
    await server.stop();
  };
  try {
    await onServer(server.url, async (client) => {
      await client.query(`create database ${template}`);
    });
    await migrate(withDatabase(server.url, template));
  } catch (error) {
    await teardown();
    throw error;
  }
  process.env[testServerVariable] = server.url;
  process.env[templateVariable] = template;
  return teardown;
}

async function startServer(): Promise<{ url: string; stop(): Promise<void> }> {
  const given = process.env.DATABASE_URL;
  if (given) return { url: given, stop: async () => {} };
  const dataDir = makeThrowAwayFolder();
  const log = createLogger({ name: "tests", level: "warn" });
  const embedded = await startEmbeddedPostgres({ dataDir, log, isThrowAway: true });
  return {
    url: embedded.url,
    async stop() {
      await embedded.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
