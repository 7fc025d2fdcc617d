import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { newId } from "@rollcall/db";
import { probeSeq } from "@rollcall/domain/due";
import type { Observation } from "@rollcall/domain/observation";
import { createGuard } from "@rollcall/outbound";
import {
  itemSealContext,
  type JobPayload,
  type JobQueue,
  observationsQueueName,
  oldSealContext,
  onceQueueName,
  onceSealContext,
  openQueue,
  type ProbeBatch,
  type ProbeOnce,
  probeQueueName,
  urgentQueueName,
} from "@rollcall/queue";
import { createLogger, createMetrics, regionKey, sealerFromRegionKey } from "@rollcall/runtime";
import { queueBackends, type TestQueueStore } from "@rollcall/testing/test-queue";
import { waitUntil } from "@rollcall/testing/wait-until";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type RunningWorker, startWorker } from "../src/index.ts";

const secret = "a secret that is long enough for tests";
const region = "eu";
const log = createLogger({ name: "test", level: "silent" });

describe.each(queueBackends())("a far prober on $name", ({ open }) => {
  let store: TestQueueStore;
  let queue: JobQueue;
  let target: Server;
  let url: string;
  let slowAsked = 0;
  let worker: RunningWorker;
  const queues: JobQueue[] = [];
  const observations: Observation[] = [];
  const beats: JobPayload<"region.heartbeat">[] = [];
  const inspections: JobPayload<"observations.inspection">[] = [];

  beforeAll(async () => {
    store = await open();
    queue = await openQueue(store.target, { log, namespace: store.namespace });
    target = createServer((request, response) => {
      if (request.url === "/hang") return;
      if (request.url === "/busy") return void response.writeHead(429, { "retry-after": "60" }).end();
      if (request.url === "/slow") slowAsked += 1;
      const afterMs = request.url === "/slow" ? 400 : 0;
      setTimeout(() => response.setHeader("x-version", "2.0.0").end("hello"), afterMs);
    }).listen(0, "127.0.0.1");
    await once(target, "listening");
    url = `http://127.0.0.1:${(target.address() as AddressInfo).port}`;
    await queue.work(
      observationsQueueName,
      { "observations.report": async (report) => void observations.push(...report.observations) },
      { concurrency: 1 },
    );
    await queue.work(
      urgentQueueName,
      {
        "observations.inspection": async (answer) => void inspections.push(answer),
        "region.heartbeat": async (beat) => void beats.push(beat),
      },
      { concurrency: 1 },
    );
    worker = await startProbing();
  });
  afterEach(() => {
    observations.length = 0;
    inspections.length = 0;
  });
  afterAll(async () => {
    await worker.stop();
    for (const opened of [...queues, queue]) await opened.close();
    target.closeAllConnections();
    target.close();
    await store.drop();
  });

  /** With the region's key alone: no secret, no database. */
  async function startProbing(from = region, anchors: string[] = []): Promise<RunningWorker> {
    const own = await openQueue(store.target, { log, namespace: store.namespace });
    queues.push(own);
    return startWorker({
      roles: ["prober"],
      regions: [from],
      queue: own,
      db: null,
      secret: null,
      regionKey: regionKey(secret, from),
      anchors,
      guard: createGuard("127.0.0.0/8"),
      senders: null,
      baseUrl: "https://rollcall.test",
      log,
      metrics: createMetrics(),
    });
  }

  const spec = (path: string, timeoutMs: number) => ({
    url: new URL(path, url).href,
    method: "GET" as const,
    headers: {},
    body: null,
    timeoutMs,
    followRedirects: 0,
    version: { from: "header" as const, name: "x-version" },
    instance: null,
    assertions: [],
  });

  /** The same probe for another workspace, at an address of its own. */
  function elsewhere({ monitorId }: { monitorId: string }) {
    const owner = { workspaceId: "ws_2", monitorId };
    const other = { ...spec("/", 3000), url: url.replace("127.0.0.1", "localhost") };
    const sealer = sealerFromRegionKey(regionKey(secret, region));
    return { ...owner, sealedSpec: sealer.seal(JSON.stringify(other), itemSealContext(owner)) };
  }

  type Sealing = { keyOf?: string; timeoutMs?: number; isOld?: boolean; sealedFor?: string };

  function batch(paths: string[], more: Partial<ProbeBatch> & Sealing = {}) {
    const { keyOf = region, timeoutMs = 3000, isOld = false, sealedFor, ...rest } = more;
    const sealer = sealerFromRegionKey(regionKey(secret, keyOf));
    const items = paths.map((path, seq) => {
      const owner = { workspaceId: "ws_1", monitorId: newId("mon") };
      const context = isOld
        ? oldSealContext
        : itemSealContext({ ...owner, monitorId: sealedFor ?? owner.monitorId });
      return {
        ...owner,
        environmentId: "env_1",
        configVersion: 1,
        scheduledAt: Date.now(),
        seq,
        variant: "plain" as const,
        sealedSpec: sealer.seal(JSON.stringify(spec(path, timeoutMs)), context),
      };
    });
    return { batchId: newId("bat"), region, expiresAt: Date.now() + 10_000, items, ...rest };
  }
  const send = (payload: ProbeBatch) => queue.enqueue(probeQueueName(region), "probe.batch", payload);

  it("streams answers back while one target hangs", async () => {
    await send(batch(["/", "/hang", "/", "/"]));
    await waitUntil("the three good answers", () => observations.length === 3);
    expect(observations.every((o) => o.version?.value === "2.0.0" && o.region === region)).toBe(true);
    await waitUntil("the hanging one's timeout", () => observations.length === 4);
    expect(observations[3]?.outcome).toEqual({ kind: "timeout", phase: "first_byte" });
  });

  it("says at once that it is alive", async () => {
    const beat = await waitUntil("a heartbeat", () => beats[0]);
    expect(beat).toMatchObject({ region, workerId: worker.workerId });
  });

  it("never makes up for a batch that has expired", async () => {
    await send(batch(["/"], { expiresAt: Date.now() - 1 }));
    const after = batch(["/"]);
    await send(after);
    await waitUntil("the batch after it", () => observations.length > 0);
    expect(observations.map((o) => o.monitorId)).toEqual([after.items[0]?.monitorId]);
  });

  it("probes nothing that was sealed for another region, and everything else of the batch", async () => {
    const mixed = batch(["/", "/"]);
    const foreign = batch(["/"], { keyOf: "us" });
    await send({ ...mixed, items: [...foreign.items, ...mixed.items] });
    await waitUntil("the own items", () => observations.length === 2);
    expect(observations.map((o) => o.monitorId)).not.toContain(foreign.items[0]?.monitorId);
  });

  it("probes nothing with the spec of another monitor", async () => {
    const swapped = batch(["/"], { sealedFor: "mon_other" });
    const own = batch(["/"]);
    await send({ ...own, items: [...swapped.items, ...own.items] });
    await waitUntil("the own item", () => observations.length === 1);
    expect(observations.map((o) => o.monitorId)).toEqual([own.items[0]?.monitorId]);
  });

  it("still works what an older scheduler and older pages send", async () => {
    await send(batch(["/"], { isOld: true }));
    await waitUntil("the answer", () => observations.length === 1);
    await queue.enqueue(
      probeQueueName(region),
      "probe.once",
      question("prq_old", "/", { context: oldSealContext }),
    );
    await waitUntil("the inspection", () => inspections.some(({ requestId }) => requestId === "prq_old"));
  });

  type Asking = { context?: string; workspaceId?: string; timeoutMs?: number; waitMs?: number };

  function question(requestId: string, path: string, more: Asking = {}): ProbeOnce {
    const { workspaceId = "ws_1", timeoutMs = 3000, waitMs = 10_000 } = more;
    const { context = onceSealContext({ workspaceId, requestId }) } = more;
    const sealer = sealerFromRegionKey(regionKey(secret, region));
    const sealedSpec = sealer.seal(JSON.stringify(spec(path, timeoutMs)), context);
    return { requestId, workspaceId, region, expiresAt: Date.now() + waitMs, sealedSpec, inspect: true };
  }
  const ask = (request: ProbeOnce) => queue.enqueue(onceQueueName(region), "probe.once", request);
  const settled = (queueName: string) =>
    waitUntil("the end of what hangs", async () => {
      const { waiting, active } = await queue.depth(queueName);
      return waiting + active === 0;
    });

  it("answers a person's probe at once, however many batches hang", async () => {
    const hanging = Array.from({ length: 210 }, () =>
      batch(["/hang"], { timeoutMs: 2000, expiresAt: Date.now() + 2000 }),
    );
    await queue.enqueueMany(
      probeQueueName(region),
      hanging.map((payload) => ({ name: "probe.batch", payload })),
    );
    await ask(question("prq_urgent", "/"));
    await waitUntil("the answer", () => inspections.length === 1);
    expect(observations).toEqual([]);
    await settled(probeQueueName(region));
  });

  it("takes in everybody's batches, however many targets of one workspace hang", async () => {
    const hanging = Array.from({ length: 210 }, () =>
      batch(["/hang"], { timeoutMs: 2000, expiresAt: Date.now() + 4000 }),
    );
    await queue.enqueueMany(
      probeQueueName(region),
      hanging.map((payload) => ({ name: "probe.batch", payload })),
    );
    const other = batch(["/"]);
    await send({ ...other, items: other.items.map((item) => ({ ...item, ...elsewhere(item) })) });
    const first = await waitUntil("an answer", () =>
      observations.find(({ outcome }) => outcome.kind === "answered"),
    );
    expect(first.workspaceId).toBe("ws_2");
    expect(observations.length).toBeLessThan(64);
    await settled(probeQueueName(region));
  });

  it("lets one workspace's questions hold back nobody else's", async () => {
    for (let i = 0; i < 40; i++) await ask(question(`prq_${i}`, "/hang", { timeoutMs: 1000, waitMs: 2000 }));
    await ask(question("prq_other", "/", { workspaceId: "ws_2" }));
    await waitUntil("the other's answer", () =>
      inspections.some(({ workspaceId }) => workspaceId === "ws_2"),
    );
    expect(inspections.length).toBeLessThan(12);
    await settled(onceQueueName(region));
  });

  it("answers a person's probe with what came back and the version candidates in it", async () => {
    inspections.length = 0;
    await ask(question("prq_1", "/"));
    const { requestId, inspection } = await waitUntil("the answer", () =>
      inspections.find((answer) => answer.requestId === "prq_1"),
    );
    expect(requestId).toBe("prq_1");
    expect(inspection).toMatchObject({ outcome: { kind: "answered", status: 200 }, bodyHead: "hello" });
    expect(inspection.candidates.map((candidate) => candidate.value)).toContain("2.0.0");
  });

  it("sends no bursts to a host that asks to be left alone, but goes on at the interval", async () => {
    const lone = "polite";
    const own = await startProbing(lone);
    const sendFrom = async (firstSeq: number, count: number) => {
      const paths = Array<string>(count).fill("/busy");
      const { items, ...rest } = batch(paths, { region: lone, keyOf: lone });
      const numbered = items.map((item, i) => ({ ...item, seq: firstSeq + i }));
      await queue.enqueue(probeQueueName(lone), "probe.batch", { ...rest, items: numbered });
    };
    await sendFrom(probeSeq.burst, 1);
    await waitUntil("the refusal", () => observations.length === 1);
    expect(observations[0]).toMatchObject({ retryAfterMs: 60_000, outcome: { status: 429 } });
    await sendFrom(probeSeq.burst, 5);
    await sendFrom(probeSeq.interval, 1);
    await waitUntil("the probe of the interval", () => observations.length === 2);
    await own.stop();
    expect(observations.map(({ seq }) => seq)).toEqual([probeSeq.burst, probeSeq.interval]);
  });

  it.each([
    { anchors: ["http://anchor.invalid/"], kind: "observer_offline" },
    { anchors: [], kind: "dns_failed" },
  ])(
    "tells its own lost connection from a name that is lost, by anchors: $kind",
    async ({ anchors, kind }) => {
      const lone = `lone-${anchors.length}`;
      const own = await startProbing(lone, anchors);
      const lost = batch(["http://target.invalid/", "/"], { region: lone, keyOf: lone });
      await queue.enqueue(probeQueueName(lone), "probe.batch", lost);
      await waitUntil("both answers", () => observations.length === 2, { timeoutMs: 30_000 });
      const outcomes = lost.items.map(
        ({ monitorId }) => observations.find((o) => o.monitorId === monitorId)?.outcome.kind,
      );
      expect(outcomes).toEqual([kind, "answered"]);
      await own.stop();
    },
  );

  it("finishes what it has begun when it is stopped, and reports it", async () => {
    await worker.stop();
    const own = await startProbing();
    const slow = batch(["/slow", "/slow"]);
    await send(slow);
    await waitUntil("the probes to be under way", () => slowAsked === 2);
    await own.stop();
    const ids = slow.items.map(({ monitorId }) => monitorId);
    await waitUntil(
      "their answers",
      () => observations.filter(({ monitorId }) => ids.includes(monitorId)).length === 2,
    );
    worker = await startProbing();
  });
});
