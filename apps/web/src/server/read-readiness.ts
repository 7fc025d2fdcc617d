import { readdir } from "node:fs/promises";
import path from "node:path";
import { observationsQueueName } from "@rollcall/queue";
import { NotReady, productVersion, within } from "@rollcall/runtime";
import { readInstance } from "@rollcall/services/instance";
import { appRoot } from "./app-root.ts";
import type { WebWiring } from "./wiring.ts";

type Status = "pass" | "warn" | "fail";
type Check = {
  status: Status;
  time: string;
  /** Which role, queue or fault it is about. */
  componentId?: string;
  observedValue?: number;
  observedUnit?: string;
  output?: string;
};

/** In the shape of `application/health+json`; `fail` means that this process should get no requests. */
export type Readiness = {
  status: Status;
  version: string;
  serviceId: "rollcall-web";
  checks: Record<string, Check[]>;
};

const migrationsDir = path.join(appRoot, "prisma/migrations");
const checkTimeoutMs = 2_000;
const workerAliveMs = 30_000;

/**
 * Asks everything the web role needs, each within two seconds. Silent probers and faults of other programs are warnings:
 * pages still work.
 */
export async function readReadiness(wiring: WebWiring): Promise<Readiness> {
  const { db, queue } = wiring;
  const time = wiring.now().toISOString();
  const [database, migrations, jobs, workers, instance] = await Promise.all([
    check(time, async () => void (await db.pool.query("select 1"))),
    check(time, () => requireMigrated(wiring)),
    check(time, async () => void (await queue.depth(observationsQueueName))),
    checkWorkers(wiring, time),
    checkInstance(wiring, time),
  ]);
  const checks: Record<string, Check[]> = {
    "database:responseTime": [database],
    "database:migrations": [migrations],
    "queue:responseTime": [jobs],
    "workers:alive": [workers],
    ...instance,
  };
  const statuses = Object.values(checks)
    .flat()
    .map((one) => one.status);
  const status = statuses.includes("fail") ? "fail" : statuses.includes("warn") ? "warn" : "pass";
  return { status, version: productVersion, serviceId: "rollcall-web", checks };
}

async function check(time: string, ask: () => Promise<void>): Promise<Check> {
  const askedAt = performance.now();
  try {
    await within(checkTimeoutMs, ask());
    return {
      status: "pass",
      time,
      observedValue: Math.round(performance.now() - askedAt),
      observedUnit: "ms",
    };
  } catch (error) {
    // The message of a driver may name hosts and users; what is public says only that it failed.
    const output = error instanceof NotReady ? error.message : "does not answer";
    return { status: "fail", time, output };
  }
}

/** Every migration this program was built with must have been applied, and none may be half done. */
async function requireMigrated({ db }: WebWiring): Promise<void> {
  const [known, { rows }] = await Promise.all([
    readdir(migrationsDir, { withFileTypes: true }),
    db.pool.query<{ name: string; isDone: boolean }>(
      `select migration_name as name, finished_at is not null as "isDone"
       from _prisma_migrations where rolled_back_at is null`,
    ),
  ]);
  if (rows.some((row) => !row.isDone)) throw new NotReady("a migration has not finished");
  const applied = new Set(rows.map((row) => row.name));
  const missing = known.filter((entry) => entry.isDirectory() && !applied.has(entry.name));
  if (missing.length > 0) throw new NotReady(`${missing.length} migrations have not been applied`);
}

async function checkWorkers(wiring: WebWiring, time: string): Promise<Check> {
  const since = new Date(wiring.now().getTime() - workerAliveMs);
  const count = await within(
    checkTimeoutMs,
    wiring.db.prisma.regionWorker.count({ where: { seenAt: { gt: since } } }),
  ).catch(() => null);
  if (count === null) return { status: "warn", time, output: "cannot be read" };
  const observed = { time, observedValue: count, observedUnit: "workers" };
  return count > 0
    ? { status: "pass", ...observed }
    : { status: "warn", ...observed, output: "no prober was heard lately" };
}

/** What the programs of the instance say of themselves; nothing when that cannot be read, which other checks tell. */
async function checkInstance(wiring: WebWiring, time: string): Promise<Record<string, Check[]>> {
  const instance = await within(checkTimeoutMs, readInstance(wiring)).catch(() => null);
  if (instance === null) return {};
  const { at, roles, facts, faults } = instance;
  // Of a program that was replaced nobody needs to hear, as long as another does its work.
  const isReplaced = (role: string) => roles.some((other) => other.role === role && other.state === "well");
  return {
    "roles:heard": roles.map(({ role, heardAt, state }) => ({
      status: state === "well" || (state === "silent" && isReplaced(role)) ? "pass" : "warn",
      time,
      componentId: role,
      observedValue: Math.round((at.getTime() - heardAt.getTime()) / 1000),
      observedUnit: "s",
      ...(state !== "well" && { output: state }),
    })),
    "queues:oldest": facts.queues.map(({ queue, oldestMs }) => ({
      status: "pass",
      time,
      componentId: queue,
      observedValue: Math.round((oldestMs ?? 0) / 1000),
      observedUnit: "s",
    })),
    "instance:faults": faults.map(({ code, what, advice }) => ({
      status: "warn",
      time,
      componentId: code,
      output: `${what} ${advice}`,
    })),
  };
}
