import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { newId } from "@rollcall/db";
import type { Observation } from "@rollcall/domain/observation";
import { createGuard } from "@rollcall/outbound";
import {
  itemSealContext,
  type JobPayload,
  observationsQueueName,
  oldSealContext,
  onceQueueName,
  onceSealContext,
  openQueue,
  type ProbeBatch,
  type ProbeOnce,
  probeQueueName,
  sealItems,
  urgentQueueName,
} from "@rollcall/queue";
import { createLogger, createMetrics, regionKey, sealerFromRegionKey } from "@rollcall/runtime";
import type { TestQueueStore } from "@rollcall/testing/test-queue";
import { type RunningWorker, startWorker } from "../src/index.ts";

const secret = "a secret that is long enough for tests";
/** Where probes are made unless a test says otherwise. */
export const region = "eu";
const log = createLogger({ name: "test", level: "silent" });

type Sealing = { keyOf?: string; timeoutMs?: number; isOld?: boolean; sealedFor?: string; host?: string };
type Asking = { context?: string; workspaceId?: string; timeoutMs?: number; waitMs?: number };

async function startTarget() {
  let slowAsked = 0;
  let isHanging = true;
  const server = createServer((request, response) => {
    if (request.url === "/hang" && isHanging) return;
    if (request.url === "/busy") return void response.writeHead(429, { "retry-after": "60" }).end();
    if (request.url === "/slow") slowAsked += 1;
    const afterMs = request.url === "/slow" ? 400 : 0;
    const version = request.url === "/who" ? (request.headers["user-agent"] ?? "") : "2.0.0";
    setTimeout(() => response.setHeader("x-version", version).end("hello"), afterMs);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    slowAsked: () => slowAsked,
    /** Cuts what hangs, and lets nothing hang any more. */
    endHanging() {
      isHanging = false;
      server.closeAllConnections();
    },
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** A prober with neither the database nor the secret. */
const loneProber = {
  roles: ["prober"],
  db: null,
  secret: null,
  senders: null,
  baseUrl: "https://rollcall.test",
  egressAddresses: ["203.0.113.7"],
} as const;

/** Makes what a scheduler hands out. */
function createBatches(targetUrl: string) {
  const specJson = (path: string, timeoutMs: number, host = "127.0.0.1") =>
    JSON.stringify({
      url: new URL(path, targetUrl.replace("127.0.0.1", host)).href,
      method: "GET",
      headers: {},
      body: null,
      timeoutMs,
      followRedirects: 0,
      version: { from: "header", name: "x-version" },
      instance: null,
      assertions: [],
    });

  function batch(paths: string[], more: Partial<ProbeBatch> & Sealing & { workspaceId?: string } = {}) {
    const { keyOf = region, timeoutMs = 3000, isOld = false, sealedFor, host, ...rest } = more;
    const { workspaceId = "ws_1", ...given } = rest;
    const sealer = sealerFromRegionKey(regionKey(secret, keyOf));
    const items = paths.map((path, seq) => {
      const owner = { workspaceId, monitorId: newId("mon") };
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
        sealedSpec: sealer.seal(specJson(path, timeoutMs, host), context),
      };
    });
    return { batchId: newId("bat"), region, expiresAt: Date.now() + 10_000, items, ...given };
  }

  /** As a scheduler hands it out to probers that open it. */
  async function sealedBatch(paths: string[]): Promise<ProbeBatch> {
    const sealer = sealerFromRegionKey(regionKey(secret, region));
    const { items, ...given } = batch(paths);
    const open = items.map(({ sealedSpec: _, ...item }, i) => ({
      ...item,
      spec: specJson(paths[i] ?? "/", 3000),
    }));
    return { ...given, items: [], sealedItems: await sealItems(sealer, given, open) };
  }

  return { specJson, batch, sealedBatch };
}

/** What far probers need, and a judge that only listens: a queue, a target, and what came back. */
export async function openFarProbing(store: TestQueueStore) {
  const observations: Observation[] = [];
  const beats: JobPayload<"region.heartbeat">[] = [];
  const inspections: JobPayload<"observations.inspection">[] = [];
  const openOwnQueue = () => openQueue(store.target, { log, namespace: store.namespace });
  const queue = await openOwnQueue();
  const queues = [queue];
  const target = await startTarget();
  const judged = {
    "observations.report": async (report: JobPayload<"observations.report">) =>
      void observations.push(...report.observations),
    "observations.inspection": async (answer: JobPayload<"observations.inspection">) =>
      void inspections.push(answer),
    "region.heartbeat": async (beat: JobPayload<"region.heartbeat">) => void beats.push(beat),
  };
  for (const name of [observationsQueueName, urgentQueueName])
    await queue.work(name, judged, { concurrency: 1 });

  /** With the region's key alone: no secret, no database. */
  async function startProbing(from = region, anchors: string[] = []): Promise<RunningWorker> {
    const own = await openOwnQueue();
    queues.push(own);
    return startWorker({
      ...loneProber,
      regions: [from],
      queue: own,
      regionKey: regionKey(secret, from),
      anchors,
      guard: createGuard("127.0.0.0/8"),
      log,
      metrics: createMetrics(),
    });
  }

  const { specJson, batch, sealedBatch } = createBatches(target.url);

  function question(requestId: string, path: string, more: Asking = {}): ProbeOnce {
    const { workspaceId = "ws_1", timeoutMs = 3000, waitMs = 10_000 } = more;
    const { context = onceSealContext({ workspaceId, requestId }) } = more;
    const sealer = sealerFromRegionKey(regionKey(secret, region));
    const sealedSpec = sealer.seal(specJson(path, timeoutMs), context);
    return { requestId, workspaceId, region, expiresAt: Date.now() + waitMs, sealedSpec, inspect: true };
  }

  return {
    queue,
    observations,
    beats,
    inspections,
    slowAsked: target.slowAsked,
    endHanging: target.endHanging,
    startProbing,
    batch,
    sealedBatch,
    question,
    send: (payload: ProbeBatch) => queue.enqueue(probeQueueName(payload.region), "probe.batch", payload),
    ask: (request: ProbeOnce) => queue.enqueue(onceQueueName(region), "probe.once", request),
    async close() {
      for (const opened of queues.toReversed()) await opened.close();
      target.close();
    },
  };
}
export type FarProbing = Awaited<ReturnType<typeof openFarProbing>>;
