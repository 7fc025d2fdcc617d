import { probeSeq } from "@rollcall/domain/due";
import { oldSealContext, probeQueueName } from "@rollcall/queue";
import { productVersion } from "@rollcall/runtime";
import { queueBackends, type TestQueueStore } from "@rollcall/testing/test-queue";
import { waitUntil } from "@rollcall/testing/wait-until";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { RunningWorker } from "../src/index.ts";
import { type FarProbing, openFarProbing, region } from "./far-probing.ts";

describe.each(queueBackends())("a far prober on $name", ({ open }) => {
  let store: TestQueueStore;
  let room: FarProbing;
  let worker: RunningWorker;

  beforeAll(async () => {
    store = await open();
    room = await openFarProbing(store);
    worker = await room.startProbing();
  });
  afterEach(() => {
    room.observations.length = 0;
    room.inspections.length = 0;
  });
  afterAll(async () => {
    await worker.stop();
    await room.close();
    await store.drop();
  });

  it("streams answers back while one target hangs", async () => {
    await room.send(room.batch(["/", "/hang", "/", "/"]));
    await waitUntil("the three good answers", () => room.observations.length === 3);
    expect(room.observations.every((o) => o.version?.value === "2.0.0" && o.region === region)).toBe(true);
    await waitUntil("the hanging one's timeout", () => room.observations.length === 4);
    expect(room.observations[3]?.outcome).toEqual({ kind: "timeout", phase: "first_byte" });
  });

  it("names itself, its instance and its region to whom it probes", async () => {
    await room.send(room.batch(["/who"]));
    const { version } = await waitUntil("the answer", () => room.observations[0]);
    expect(version?.value).toBe(`rollcall/${productVersion} (+https://rollcall.test; ${region})`);
  });

  it("says at once that it is alive, and where it comes from", async () => {
    const beat = await waitUntil("a heartbeat", () => room.beats[0]);
    expect(beat).toMatchObject({
      region,
      workerId: worker.workerId,
      egressAddresses: ["203.0.113.7"],
    });
  });

  it("never makes up for a batch that has expired", async () => {
    await room.send(room.batch(["/"], { expiresAt: Date.now() - 1 }));
    const after = room.batch(["/"]);
    await room.send(after);
    await waitUntil("the batch after it", () => room.observations.length > 0);
    expect(room.observations.map((o) => o.monitorId)).toEqual([after.items[0]?.monitorId]);
  });

  it("opens items that were sealed together, and says that it can", async () => {
    expect(room.beats[0]).toMatchObject({ opensSealedItems: true });
    const { batchId, ...batch } = await room.sealedBatch(["/", "/"]);
    await room.send({ ...batch, batchId: `${batchId}0` });
    await room.send({ ...batch, batchId });
    await waitUntil("both answers", () => room.observations.length === 2);
    expect(room.observations.map((o) => o.version?.value)).toEqual(["2.0.0", "2.0.0"]);
  });

  it("probes nothing that was sealed for another region, and everything else of the batch", async () => {
    const mixed = room.batch(["/", "/"]);
    const foreign = room.batch(["/"], { keyOf: "us" });
    await room.send({ ...mixed, items: [...foreign.items, ...mixed.items] });
    await waitUntil("the own items", () => room.observations.length === 2);
    expect(room.observations.map((o) => o.monitorId)).not.toContain(foreign.items[0]?.monitorId);
  });

  it("probes nothing with the spec of another monitor", async () => {
    const swapped = room.batch(["/"], { sealedFor: "mon_other" });
    const own = room.batch(["/"]);
    await room.send({ ...own, items: [...swapped.items, ...own.items] });
    await waitUntil("the own item", () => room.observations.length === 1);
    expect(room.observations.map((o) => o.monitorId)).toEqual([own.items[0]?.monitorId]);
  });

  it("still works what an older scheduler and older pages send", async () => {
    await room.send(room.batch(["/"], { isOld: true }));
    await waitUntil("the answer", () => room.observations.length === 1);
    await room.queue.enqueue(
      probeQueueName(region),
      "probe.once",
      room.question("prq_old", "/", { context: oldSealContext }),
    );
    await waitUntil("the inspection", () =>
      room.inspections.some(({ requestId }) => requestId === "prq_old"),
    );
  });

  it("answers a person's probe with what came back and the version candidates in it", async () => {
    await room.ask(room.question("prq_1", "/"));
    const { requestId, inspection } = await waitUntil("the answer", () =>
      room.inspections.find((answer) => answer.requestId === "prq_1"),
    );
    expect(requestId).toBe("prq_1");
    expect(inspection).toMatchObject({ outcome: { kind: "answered", status: 200 }, bodyHead: "hello" });
    expect(inspection.candidates.map((candidate) => candidate.value)).toContain("2.0.0");
  });

  it("sends no bursts to a host that asks to be left alone, but goes on at the interval", async () => {
    const lone = "polite";
    const own = await room.startProbing(lone);
    const sendFrom = async (firstSeq: number, count: number) => {
      const paths = Array<string>(count).fill("/busy");
      const { items, ...rest } = room.batch(paths, { region: lone, keyOf: lone });
      const numbered = items.map((item, i) => ({ ...item, seq: firstSeq + i }));
      await room.queue.enqueue(probeQueueName(lone), "probe.batch", { ...rest, items: numbered });
    };
    await sendFrom(probeSeq.burst, 1);
    await waitUntil("the refusal", () => room.observations.length === 1);
    expect(room.observations[0]).toMatchObject({ retryAfterMs: 60_000, outcome: { status: 429 } });
    await sendFrom(probeSeq.burst, 5);
    await sendFrom(probeSeq.interval, 1);
    await waitUntil("the probe of the interval", () => room.observations.length === 2);
    await own.stop();
    expect(room.observations.map(({ seq }) => seq)).toEqual([probeSeq.burst, probeSeq.interval]);
  });

  it.each([
    { anchors: ["http://anchor.invalid/"], kind: "observer_offline" },
    { anchors: [], kind: "dns_failed" },
  ])(
    "tells its own lost connection from a name that is lost, by anchors: $kind",
    async ({ anchors, kind }) => {
      const lone = `lone-${anchors.length}`;
      const own = await room.startProbing(lone, anchors);
      const lost = room.batch(["http://target.invalid/", "/"], { region: lone, keyOf: lone });
      await room.queue.enqueue(probeQueueName(lone), "probe.batch", lost);
      await waitUntil("both answers", () => room.observations.length === 2);
      const outcomes = lost.items.map(
        ({ monitorId }) => room.observations.find((o) => o.monitorId === monitorId)?.outcome.kind,
      );
      expect(outcomes).toEqual([kind, "answered"]);
      await own.stop();
    },
  );

  it("finishes what it was given when it is stopped, also what is due in a moment, and reports it", async () => {
    await worker.stop();
    const own = await room.startProbing();
    const secondAt = Date.now();
    const slow = room.batch(["/slow", "/slow", "/slow"], { secondAt });
    slow.items.forEach((item, i) => {
      item.scheduledAt = secondAt + (i === 2 ? 400 : 0);
    });
    await room.send(slow);
    await waitUntil("the first probes to be under way", () => room.slowAsked() >= 2);
    await own.stop();
    const ids = slow.items.map(({ monitorId }) => monitorId);
    await waitUntil(
      "their answers",
      () => room.observations.filter(({ monitorId }) => ids.includes(monitorId)).length === 3,
    );
    worker = await room.startProbing();
  });
});
