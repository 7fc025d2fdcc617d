import { onceQueueName, probeQueueName } from "@rollcall/queue";
import { queueBackends, type TestQueueStore } from "@rollcall/testing/test-queue";
import { waitUntil } from "@rollcall/testing/wait-until";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { RunningWorker } from "../src/index.ts";
import { type FarProbing, openFarProbing, region } from "./far-probing.ts";

describe.each(queueBackends())("a crowded prober on $name", ({ open }) => {
  let store: TestQueueStore;
  let room: FarProbing;
  let worker: RunningWorker;

  beforeEach(async () => {
    store = await open();
    room = await openFarProbing(store);
    worker = await room.startProbing();
  });
  afterEach(async () => {
    await worker.stop();
    await room.close();
    await store.drop();
  });

  /** More batches than a prober has places and lanes for, each of one target that hangs. */
  const sendHanging = (expiresInMs: number) =>
    room.queue.enqueueMany(
      probeQueueName(region),
      Array.from({ length: 300 }, () => ({
        name: "probe.batch" as const,
        payload: room.batch(["/hang"], { timeoutMs: 2000, expiresAt: Date.now() + expiresInMs }),
      })),
    );
  const isIdle = (queueName: string) =>
    waitUntil("the end of what hangs", async () => {
      const { waiting, active } = await room.queue.depth(queueName);
      return waiting + active === 0;
    });

  it("answers a person's probe at once, however many batches hang", async () => {
    await sendHanging(2000);
    await room.ask(room.question("prq_urgent", "/"));
    await waitUntil("the answer", () => room.inspections.length === 1);
    expect(room.observations).toEqual([]);
    await isIdle(probeQueueName(region));
  });

  it("takes in everybody's batches, however many targets of one workspace hang", async () => {
    await sendHanging(8000);
    await room.send(room.batch(["/"], { workspaceId: "ws_2", host: "localhost" }));
    const first = await waitUntil("an answer", () =>
      room.observations.find(({ outcome }) => outcome.kind === "answered"),
    );
    expect(first.workspaceId).toBe("ws_2");
    expect(room.observations.length).toBeLessThan(64);
    await isIdle(probeQueueName(region));
  });

  it("lets one workspace's questions hold back nobody else's", async () => {
    const hanging = { timeoutMs: 1000, waitMs: 2000 };
    for (let i = 0; i < 40; i++) await room.ask(room.question(`prq_${i}`, "/hang", hanging));
    await room.ask(room.question("prq_other", "/", { workspaceId: "ws_2" }));
    await waitUntil("the other's answer", () =>
      room.inspections.some(({ workspaceId }) => workspaceId === "ws_2"),
    );
    expect(room.inspections.length).toBeLessThan(12);
    await isIdle(onceQueueName(region));
  });
});
