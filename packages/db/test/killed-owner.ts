/** A program for a test: starts PostgreSQL in the folder of argument 1 (`throw-away` by argument 2), writes, is killed. */
import { createLogger } from "@rollcall/runtime";
import pg from "pg";
import { startEmbeddedPostgres } from "../src/embedded/index.ts";

const log = createLogger({ name: "killed owner", level: "silent" });
const [, , dataDir = "", kind] = process.argv;
const { url } = await startEmbeddedPostgres({ dataDir, log, isThrowAway: kind === "throw-away" });
const client = new pg.Client({ connectionString: url });
await client.connect();
await client.query("create table kept as select 42 as answer");
process.kill(process.pid, "SIGKILL");
