/**
 * Brings the database of DATABASE_URL up to date and ends; where programs are started one by one, it runs first. With
 * `--alone`, which only the launcher says, no prober elsewhere can reach this database or its queue: a region that is
 * not ours was taken away.
 */
import { openDatabase } from "@rollcall/db";
import { migrate } from "@rollcall/db/migrate";
import { createLogger, type Logger, parseEnv } from "@rollcall/runtime";
import { keepRegions } from "@rollcall/services/regions";

// biome-ignore lint/style/noProcessEnv: a program's entry is where the environment is read
const { databaseUrl, logLevel, regions } = parseEnv(process.env);
const log = createLogger({ name: "migrate", level: logLevel });
if (databaseUrl === null) throw new Error("DATABASE_URL must be set.");
log.info(await migrate(databaseUrl), "the database is up to date");
if (process.argv.includes("--alone")) await forgetOtherRegions(databaseUrl, regions, log);

async function forgetOtherRegions(url: string, kept: string[], log: Logger): Promise<void> {
  const db = await openDatabase({ url, maxConnections: 1 });
  try {
    const forgotten = await keepRegions({ db }, kept);
    if (forgotten > 0) log.info({ forgotten }, "forgot probers of regions that were taken away");
  } finally {
    await db.close();
  }
}
