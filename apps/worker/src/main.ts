/** The worker: scheduler, prober, judge and notifier in one program, chosen by ROLLCALL_ROLES. */
import { join } from "node:path";
import { openDatabase } from "@rollcall/db";
import { createOperatorMedia, createSenders } from "@rollcall/notify";
import { createGuard } from "@rollcall/outbound";
import { openQueue } from "@rollcall/queue";
import {
  createLogger,
  createMetrics,
  type Env,
  EnvError,
  type Lifecycle,
  type Logger,
  parseEnv,
  productVersion,
  queueTarget,
  runLifecycle,
} from "@rollcall/runtime";
import { startHealthServer } from "./health-server.ts";
import { startWorker } from "./start-worker.ts";

/** Less than a supervisor waits before it kills. */
const drainMs = 15_000;
const poolMax = 12;

try {
  // biome-ignore lint/style/noProcessEnv: a program's entry is where the environment is read
  const env = parseEnv(process.env);
  requireForRoles(env);
  const log = createLogger({ name: "worker", level: env.logLevel });
  await runLifecycle((lifecycle) => start(env, log, lifecycle), { deadlineMs: drainMs, log });
} catch (error) {
  if (!(error instanceof EnvError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}

/** Said before anything is opened; a prober far away needs neither. */
function requireForRoles({ roles, databaseUrl, secret, regionKey }: Env): void {
  const isCore = roles.some((role) => role !== "prober" && role !== "web");
  const problems: string[] = [];
  if (isCore && databaseUrl === null)
    problems.push("DATABASE_URL must be set for scheduler, judge and notifier");
  if (isCore && secret === null)
    problems.push("ROLLCALL_SECRET must be set for scheduler, judge and notifier");
  if (!isCore && secret === null && regionKey === null)
    problems.push("ROLLCALL_REGION_KEY, or ROLLCALL_SECRET, must be set for the prober");
  if (problems.length > 0) throw new EnvError(problems);
}

async function start(env: Env, log: Logger, lifecycle: Lifecycle): Promise<void> {
  const { regions, secret, regionKey, anchors, egressAddresses, baseUrl } = env;
  const { smtpUrl, mailFrom, databaseUrl, host, heartbeatUrl, dataDir, keepDays, burstProbesMax } = env;
  const port = env.workerPort;
  const roles = env.roles.filter((role) => role !== "web");
  const metrics = createMetrics();
  const guard = createGuard(env.allowTargets);
  const isCore = roles.some((role) => role !== "prober");
  const db =
    isCore && databaseUrl !== null
      ? await openDatabase({ url: databaseUrl, maxConnections: poolMax, log })
      : null;
  if (db !== null) lifecycle.onStop("database", db.close);
  const queue = await openQueue(queueTarget(env), { log, metrics, namespace: env.queuePrefix });
  lifecycle.onStop("queue", queue.close);
  const senders = createSenders({ smtpUrl, mailFrom, guard });
  const operatorMedia = createOperatorMedia(env.operators, { smtpUrl, mailFrom, guard });
  const deps = {
    roles,
    regions,
    queue,
    db,
    secret,
    regionKey,
    guard,
    anchors,
    egressAddresses,
    heartbeatUrl,
    keepDays,
    burstProbesMax,
    operatorMedia,
    dataDir,
    spool: env.spool.bytesMax > 0 ? { ...env.spool, dir: join(dataDir, "spool") } : null,
    senders,
    baseUrl,
    log,
    metrics,
  };
  const worker = await startWorker(deps);
  lifecycle.onStop("worker", worker.stop);
  if (port !== null) {
    const health = await startHealthServer({ host, port, roles: worker.roles, metrics });
    lifecycle.onStop("health server", health.close);
    log.info({ url: health.url }, "tells about itself");
  }
  log.info({ roles, regions, version: productVersion, workerId: worker.workerId }, "works");
}
