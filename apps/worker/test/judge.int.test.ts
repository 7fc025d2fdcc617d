import { newId } from "@rollcall/db";
import type { Observation } from "@rollcall/domain/observation";
import { observationsQueueName, urgentQueueName } from "@rollcall/queue";
import { createMonitor } from "@rollcall/services/monitors";
import { queueBackends, type TestQueueStore } from "@rollcall/testing/test-queue";
import { waitUntil } from "@rollcall/testing/wait-until";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openWorkerRoom, type WorkerRoom } from "./worker-room.ts";

describe.each(queueBackends())("the judge on $name", ({ open }) => {
  let store: TestQueueStore;
  let room: WorkerRoom;

  beforeAll(async () => {
    store = await open();
    room = await openWorkerRoom(store);
    await room.start({ roles: ["judge"] });
  });
  afterAll(async () => {
    await room.close();
    await store.drop();
  });

  /** A monitor in a workspace of its own. */
  async function addMonitor() {
    const input = { service: "checkout-api", url: "http://127.0.0.1:9/" };
    const { id } = await createMonitor(await room.addWorkspace(), input);
    return room.db.prisma.monitor.findUniqueOrThrow({ where: { id } });
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
    room.queue.enqueue(observationsQueueName, "observations.report", {
      reportId: newId("rep"),
      region: "eu",
      workerId: "w",
      sentAt: Date.now(),
      observations: [observation(monitor, seq)],
    });
  const heartbeat = (queueName: string, workerId: string) =>
    room.queue.enqueue(queueName, "region.heartbeat", {
      ...{ region: "eu", workerId, version: "1.0.0", startedAt: 1, sentAt: Date.now() },
    });
  const judgedOf = async ({ id }: Monitor) =>
    (await room.db.prisma.monitorHealth.count({ where: { monitorId: id } })) === 1;
  const isHeard = async (workerId: string) =>
    (await room.db.prisma.regionWorker.count({ where: { workerId } })) === 1;

  it("judges everybody else, and hears every prober, while one environment is locked", async () => {
    const [locked, other] = await Promise.all([addMonitor(), addMonitor()]);
    const holder = await room.db.pool.connect();
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
      const { waiting, active } = await room.queue.depth(observationsQueueName);
      return waiting + active === 0;
    });
    const { rows } = await room.db.pool.query("SELECT count(*)::int AS n FROM facts.packed_observation");
    expect(rows).toEqual([{ n: 21 }]);
  });
});
