/** The worker: scheduler, prober, judge and notifier in one program, chosen by ROLLCALL_ROLES. */
import { openDatabase } from "@rollcall/db";
import { createSenders } from "@rollcall/notify";
import { createGuard } from "@rollcall/outbound";
import { openQueue } from "@rollcall/queue";
import {
  createLogger,
  createMetrics,
  EnvError,
  parseEnv,
  productVersion,
  queueTarget,
  runLifecycle,
} from "@rollcall/runtime";
import { startHealthServer } from "./health-server.ts";
import { startWorker } from "./start-worker.ts";

const drainMs = 25_000;
const poolMax = 12;

async function main(): Promise<void> {
  // biome-ignore lint/style/noProcessEnv: the program's entry is where the environment is read
  const env = parseEnv(process.env);
  const log = createLogger({ name: "worker", level: env.logLevel });
  const roles = env.roles.filter((role) => role !== "web");
  const needsDatabase = roles.some((role) => role !== "prober");
  if (needsDatabase && env.databaseUrl === null)
    throw new EnvError(["DATABASE_URL must be set for these roles"]);

  await runLifecycle(
    async (lifecycle) => {
      const metrics = createMetrics();
      const guard = createGuard(env.allowTargets);
      const db =
        needsDatabase && env.databaseUrl !== null
          ? await openDatabase({ url: env.databaseUrl, maxConnections: poolMax, log })
          : null;
      if (db !== null) lifecycle.onStop("database", () => db.close());
      const queue = await openQueue(queueTarget(env), { log, metrics });
      lifecycle.onStop("queue", () => queue.close());
      const { regions, secret, regionKey, baseUrl, smtpUrl, mailFrom } = env;
      const senders = roles.includes("notifier") ? createSenders({ smtpUrl, mailFrom, guard }) : null;
      const deps = { roles, regions, queue, db, secret, regionKey, guard, senders, baseUrl, log, metrics };
      const worker = await startWorker(deps);
      lifecycle.onStop("worker", worker.stop);
      if (env.workerPort !== null) {
        const { host, workerPort: port } = env;
        const health = await startHealthServer({ host, port, roles: worker.roles, metrics });
        lifecycle.onStop("health server", health.close);
        log.info({ url: health.url }, "tells about itself");
      }
      log.info({ roles, regions, version: productVersion, workerId: worker.workerId }, "works");
    },
    { deadlineMs: drainMs, log },
  );
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
