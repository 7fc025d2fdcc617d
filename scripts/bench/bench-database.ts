/** PostgreSQL from npm on a folder of its own, with the product's tables and one workspace. */
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Database, newId, openDatabase } from "@rollcall/db";
import { startEmbeddedPostgres } from "@rollcall/db/embedded";
import { migrate } from "@rollcall/db/migrate";
import { createLogger } from "@rollcall/runtime";
import { cpuSecondsOfTree } from "./process-cpu.ts";

export type BenchDatabase = {
  db: Database;
  url: string;
  dataDir: string;
  workspaceId: string;
  /** CPU seconds of all of the server's processes so far. */
  cpuSeconds(): number;
  /** Ends the server and removes its folder. */
  close(): Promise<void>;
};

/** Starts it as `npm start` does: what is committed is on the disk. */
export async function openBenchDatabase(): Promise<BenchDatabase> {
  const dataDir = await mkdtemp(join(tmpdir(), "rollcall-bench-"));
  const log = createLogger({ name: "bench", level: "silent" });
  const postgres = await startEmbeddedPostgres({ dataDir, log });
  await migrate(postgres.url);
  const db = await openDatabase({ url: postgres.url });
  const workspaceId = newId("ws");
  await db.prisma.workspace.create({ data: { id: workspaceId, slug: "bench", name: "Bench" } });
  const pidFile = await readFile(join(postgres.clusterDir, "postmaster.pid"), "utf8");
  const postmaster = Number(pidFile.split("\n")[0]);
  return {
    db,
    url: postgres.url,
    dataDir,
    workspaceId,
    cpuSeconds: () => cpuSecondsOfTree(postmaster),
    async close() {
      await db.close();
      await postgres.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
