/** A program for a test: starts PostgreSQL in the folder of argument 1, writes something, and is killed. */
import { createLogger } from "@rollcall/runtime";
import pg from "pg";
import { startEmbeddedPostgres } from "../src/embedded/index.ts";

const log = createLogger({ name: "killed owner", level: "silent" });
const { url } = await startEmbeddedPostgres({ dataDir: process.argv[2] ?? "", log, isThrowAway: true });
const client = new pg.Client({ connectionString: url });
await client.connect();
await client.query("create table kept as select 42 as answer");
process.kill(process.pid, "SIGKILL");
