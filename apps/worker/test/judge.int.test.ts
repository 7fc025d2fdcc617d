import { type Database, newId, openDatabase } from "@rollcall/db";
import type { Observation } from "@rollcall/domain/observation";
import { createGuard } from "@rollcall/outbound";
import { type JobQueue, observationsQueueName, openQueue, urgentQueueName } from "@rollcall/queue";
import { createLogger, createMetrics, createSealer } from "@rollcall/runtime";
import type { ServiceContext } from "@rollcall/services/context";
import { createMonitor } from "@rollcall/services/monitors";
import { createTestDatabase, type TestDatabase } from "@rollcall/testing/test-database";
import { queueBackends, type TestQueueStore } from "@rollcall/testing/test-queue";
import { waitUntil } from "@rollcall/testing/wait-until";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type RunningWorker, startWorker } from "../src/index.ts";

const secret = "a secret that is long enough for tests";
const log = createLogger({ name: "test", level: "silent" });
const guard = createGuard("127.0.0.0/8");

describe.each(queueBackends())("the judge on $name", ({ open }) => {
  let store: TestQueueStore;
  let database: TestDatabase;
  let db: Database;
  let queue: JobQueue;
  let worker: RunningWorker;

  beforeAll(async () => {
    [store, database] = await Promise.all([open(), createTestDatabase()]);
    db = await openDatabase({ url: database.url });
    queue = await openQueue(store.target, { log, namespace: store.namespace });
    worker = await startWorker({
      roles: ["judge"],
      regions: [],
      queue,
      db,
      secret,
      regionKey: null,
      guard,
      senders: null,
      baseUrl: "https://rollcall.test",
      log,
      metrics: createMetrics(),
    });
  });
  afterAll(async () => {
    await worker.stop();
    await queue.close();
    await db.close();
    await Promise.all([database.drop(), store.drop()]);
  });

  /** A monitor in a workspace of its own. */
  async function addMonitor() {
    const workspaceId = newId("ws");
    await db.prisma.workspace.create({ data: { id: workspaceId, slug: workspaceId, name: "Test" } });
    const actor = { kind: "user", userId: "usr_ana", name: "Ana", role: "owner" } as const;
    const now = () => new Date();
    const ctx: ServiceContext = { workspaceId, actor, db, now, baseUrl: "https://rollcall.test" };
    const input = { service: "checkout-api", url: "http://127.0.0.1:9/" };
    const { id } = await createMonitor({ ...ctx, sealer: createSealer(secret), guard }, input);
    return db.prisma.monitor.findUniqueOrThrow({ where: { id } });
  }
  type Monitor = Awaited<ReturnType<typeof addMonitor>>;

  function observation({ id, workspaceId, environmentId, configVersion }: Monitor, seq: number): Observation {
    const at = Date.now();
    return {
      ...{ workspaceId, environmentId, monitorId: id, configVersion, region: "eu", seq },
      ...{ startedAt: at, finishedAt: at, scheduledAt: at, totalMs: 5, variant: "plain" },
      timings: { dnsMs: null, connectMs: 1, tlsMs: null, firstByteMs: 3, transferMs: 1 },
      ...{ remoteAddress: "127.0.0.1", outcome: { kind: "answered", status: 200, body: "read" } },
      ...{ version: null, instance: null, cache: {}, failedAssertions: [], tlsDaysLeft: null },
    };
  }
  const report = (monitor: Monitor, seq: number) =>
    queue.enqueue(observationsQueueName, "observations.report", {
      reportId: newId("rep"),
      region: "eu",
      workerId: "w",
      sentAt: Date.now(),
      observations: [observation(monitor, seq)],
    });
  const heartbeat = (queueName: string, workerId: string) =>
    queue.enqueue(queueName, "region.heartbeat", {
      ...{ region: "eu", workerId, version: "1.0.0", startedAt: 1, sentAt: Date.now() },
    });
  const judgedOf = async ({ id }: Monitor) =>
    (await db.prisma.monitorHealth.count({ where: { monitorId: id } })) === 1;
  const isHeard = async (workerId: string) =>
    (await db.prisma.regionWorker.count({ where: { workerId } })) === 1;

  it("judges everybody else, and hears every prober, while one environment is locked", async () => {
    const [locked, other] = await Promise.all([addMonitor(), addMonitor()]);
    const holder = await db.pool.connect();
    try {
      await holder.query("BEGIN");
      await holder.query("SELECT id FROM environment WHERE id = $1 FOR UPDATE", [locked.environmentId]);
      for (let seq = 0; seq < 20; seq++) await report(locked, seq);
      await Promise.all([
        report(other, 0),
        heartbeat(urgentQueueName, "new"),
        heartbeat(observationsQueueName, "old"),
      ]);
      await waitUntil("the other environment's judgement", () => judgedOf(other));
      await waitUntil("the heartbeat", () => isHeard("new"));
      await waitUntil("the heartbeat of an older prober", () => isHeard("old"));
      expect(await judgedOf(locked)).toBe(false);
    } finally {
      await holder.query("ROLLBACK");
      holder.release();
    }
    await waitUntil("the locked environment's judgement", () => judgedOf(locked));
    await waitUntil("all of its reports", async () => {
      const { waiting, active } = await queue.depth(observationsQueueName);
      return waiting + active === 0;
    });
    const { rows } = await db.pool.query("SELECT count(*)::int AS n FROM facts.observation");
    expect(rows).toEqual([{ n: 21 }]);
  });
});
