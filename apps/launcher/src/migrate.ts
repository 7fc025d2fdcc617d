/** Brings the database of DATABASE_URL up to date and ends; where programs are started one by one, it runs first. */
import { migrate } from "@rollcall/db/migrate";
import { createLogger, parseEnv } from "@rollcall/runtime";

// biome-ignore lint/style/noProcessEnv: a program's entry is where the environment is read
const env = parseEnv(process.env);
const log = createLogger({ name: "migrate", level: env.logLevel });
if (env.databaseUrl === null) throw new Error("DATABASE_URL must be set.");
log.info(await migrate(env.databaseUrl), "the database is up to date");
