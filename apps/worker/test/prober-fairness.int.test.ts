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

  /** More batches than a prober has places and lanes for, each of one target that hangs until it is told to stop. */
  const sendHanging = () =>
    Promise.all(
      Array.from({ length: 300 }, () =>
        room.send(room.batch(["/hang"], { timeoutMs: 40_000, expiresAt: Date.now() + 40_000 })),
      ),
    );
  async function endHanging(queueName: string) {
    room.endHanging();
    await waitUntil("the end of what hung", async () => {
      const { waiting, active } = await room.queue.depth(queueName);
      return waiting + active === 0;
    });
  }

  it("answers a person's probe at once, however many batches hang", async () => {
    await sendHanging();
    await room.ask(room.question("prq_urgent", "/", { waitMs: 40_000 }));
    await waitUntil("the answer", () => room.inspections.length === 1);
    expect(room.observations).toEqual([]);
    await endHanging(probeQueueName(region));
  });

  it("takes in everybody's batches, however many targets of one workspace hang", async () => {
    await sendHanging();
    const more = { workspaceId: "ws_2", host: "localhost", expiresAt: Date.now() + 40_000 };
    await room.send(room.batch(["/"], more));
    await waitUntil("an answer", () => room.observations.length > 0);
    expect(room.observations.map(({ workspaceId }) => workspaceId)).toEqual(["ws_2"]);
    await endHanging(probeQueueName(region));
  });

  it("lets one workspace's questions hold back nobody else's", async () => {
    const hanging = { timeoutMs: 15_000, waitMs: 40_000 };
    for (let i = 0; i < 40; i++) await room.ask(room.question(`prq_${i}`, "/hang", hanging));
    await room.ask(room.question("prq_other", "/", { workspaceId: "ws_2", waitMs: 40_000 }));
    await waitUntil("an answer", () => room.inspections.length > 0);
    expect(room.inspections.map(({ requestId }) => requestId)).toEqual(["prq_other"]);
    await endHanging(onceQueueName(region));
  });
});
