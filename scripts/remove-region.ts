/** `npm run remove-region -- us-east`: forgets a region whose probers you have stopped for good. */
import { openDatabase } from "@rollcall/db";
import { parseEnv } from "@rollcall/runtime";
import { removeRegion } from "@rollcall/services/regions";

const region = process.argv[2];
const { databaseUrl } = parseEnv(process.env);
if (!region || databaseUrl === null) throw new Error("DATABASE_URL=… npm run remove-region -- <region>");

const db = await openDatabase({ url: databaseUrl, maxConnections: 1 });
try {
  const result = await removeRegion({ db, now: () => new Date() }, region);
  const words = {
    removed: `Nothing waits for ${region} any more.`,
    unknown: `No prober of ${region} is known.`,
    still_heard: `Probers of ${region} are still heard: stop them, wait half a minute, and say it again.`,
  };
  process.stdout.write(`${words[result]}\n`);
  process.exitCode = result === "still_heard" ? 1 : 0;
} finally {
  await db.close();
}
