import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { createLogger } from "@rollcall/runtime";
import { queueBackends, type TestQueueStore } from "@rollcall/testing/test-queue";
import { waitUntil } from "@rollcall/testing/wait-until";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { JobPayload } from "./catalog.ts";
import type { JobQueue } from "./job-queue.ts";
import { openQueue } from "./open-queue.ts";

const log = createLogger({ name: "test", level: "silent" });
const queueName = "observations";
const redeliveryMs = 1_000;

const heartbeat = (workerId: string): JobPayload<"region.heartbeat"> => ({
  region: "eu-west",
  workerId,
  version: "1.0.0",
  startedAt: 1,
  sentAt: 2,
});
const report = (reportId: string): JobPayload<"observations.report"> => ({
  reportId,
  region: "eu-west",
  workerId: "w",
  sentAt: 1,
  observations: [],
});

/** What Rollcall relies on, of both stores: these tests are the place where it is written down. */
describe.each(queueBackends())("the queue on $name", (backend) => {
  let store: TestQueueStore;
  let queue: JobQueue;
  const children: ChildProcess[] = [];

  beforeEach(async () => {
    store = await backend.open();
    queue = await openQueue(store.target, { log, redeliveryMs, namespace: store.namespace });
  });
  afterEach(async () => {
    for (const child of children.splice(0)) child.kill("SIGKILL");
    await queue.close();
    await store.drop();
  });

  it("delivers a job to a worker and keeps nothing of it", async () => {
    const seen: unknown[] = [];
    await queue.work(
      queueName,
      { "region.heartbeat": async (payload, context) => void seen.push([payload, context.attempt]) },
      { concurrency: 2 },
    );
    await queue.enqueue(queueName, "region.heartbeat", heartbeat("a"), { jobId: "beat-a" });
    await waitUntil("the job", () => seen.length === 1);
    expect(seen).toEqual([[heartbeat("a"), 1]]);
    await waitUntil("the end of the job", async () => (await queue.depth(queueName)).active === 0);
    await queue.enqueue(queueName, "region.heartbeat", heartbeat("a"), { jobId: "beat-a" });
    await waitUntil("the second job", () => seen.length === 2);
  });

  it("adds a job with the same id once while it waits", async () => {
    for (const id of ["a", "b", "a"])
      await queue.enqueue(queueName, "region.heartbeat", heartbeat(id), { jobId: id });
    expect(await queue.depth(queueName)).toEqual({ waiting: 2, active: 0 });
  });

  it("tells since when the oldest job has waited", async () => {
    expect(await queue.waitingSince(queueName)).toBeNull();
    const before = Date.now();
    await queue.enqueue(queueName, "region.heartbeat", heartbeat("a"));
    const since = await queue.waitingSince(queueName);
    expect(since).toBeGreaterThanOrEqual(before);
    await waitUntil("a later millisecond", () => Date.now() > (since ?? 0));
    await queue.enqueue(queueName, "region.heartbeat", heartbeat("b"));
    expect(await queue.waitingSince(queueName)).toBe(since);
  });

  it("adds a job with the same id once while it runs", async () => {
    let finish = () => {};
    const isFinished = new Promise<void>((resolve) => (finish = resolve));
    let runs = 0;
    await queue.work(
      queueName,
      {
        "region.heartbeat": async () => {
          runs++;
          await isFinished;
        },
      },
      { concurrency: 2 },
    );
    await queue.enqueue(queueName, "region.heartbeat", heartbeat("a"), { jobId: "a" });
    await waitUntil("the job to run", () => runs === 1);
    await queue.enqueue(queueName, "region.heartbeat", heartbeat("a"), { jobId: "a" });
    expect(await queue.depth(queueName)).toEqual({ waiting: 0, active: 1 });
    finish();
  });

  it("tries a failed job again until the attempts of its kind are used up", async () => {
    const attempts: number[] = [];
    await queue.work(
      queueName,
      {
        "observations.report": async (_, { attempt }) => {
          attempts.push(attempt);
          if (attempt < 3) throw new Error("not yet");
        },
        "region.heartbeat": async () => {
          attempts.push(-1);
          throw new Error("a heartbeat is tried once");
        },
      },
      { concurrency: 1 },
    );
    await queue.enqueue(queueName, "region.heartbeat", heartbeat("a"));
    await queue.enqueue(queueName, "observations.report", report("r"));
    await waitUntil("the last attempt", () => attempts.at(-1) === 3);
    expect(attempts).toEqual([-1, 1, 2, 3]);
    await waitUntil("the end of the job", async () => (await queue.depth(queueName)).active === 0);
    expect(await queue.depth(queueName)).toEqual({ waiting: 0, active: 0 });
  });

  it("refuses a payload that is not the job's, and adds nothing", async () => {
    const wrong = { ...heartbeat("a"), sentAt: "yesterday" } as unknown as JobPayload<"region.heartbeat">;
    await expect(queue.enqueue(queueName, "region.heartbeat", wrong)).rejects.toThrow();
    expect(await queue.depth(queueName)).toEqual({ waiting: 0, active: 0 });
  });

  it("waits for running jobs when it closes, and takes no more", async () => {
    let finish = () => {};
    const isFinished = new Promise<void>((resolve) => (finish = resolve));
    const done: string[] = [];
    const worker = await queue.work(
      queueName,
      {
        "region.heartbeat": async ({ workerId }) => {
          done.push(`${workerId} starts`);
          await isFinished;
          done.push(`${workerId} ends`);
        },
      },
      { concurrency: 1 },
    );
    await queue.enqueue(queueName, "region.heartbeat", heartbeat("a"));
    await queue.enqueue(queueName, "region.heartbeat", heartbeat("b"));
    await waitUntil("the first job", () => done.length === 1);
    const closing = worker.close().then(() => done.push("closed"));
    finish();
    await closing;
    expect(done).toEqual(["a starts", "a ends", "closed"]);
    expect(await queue.depth(queueName)).toEqual({ waiting: 1, active: 0 });
  });

  it("keeps working after every connection was cut", async () => {
    const seen: string[] = [];
    await queue.work(
      queueName,
      { "region.heartbeat": async ({ workerId }) => void seen.push(workerId) },
      { concurrency: 1 },
    );
    await queue.enqueue(queueName, "region.heartbeat", heartbeat("a"));
    await waitUntil("the first job", () => seen.length === 1);
    await store.cutConnections();
    await waitUntil("the queue to take a job again", async () => {
      await queue.enqueue(queueName, "region.heartbeat", heartbeat("b"), { jobId: "b" });
      return true;
    });
    await waitUntil("the second job", () => seen.includes("b"));
  });

  it("gives the job of a killed worker to another one", async () => {
    await queue.enqueue(queueName, "region.heartbeat", heartbeat("a"));
    const program = fileURLToPath(new URL("../test/hanging-worker.ts", import.meta.url));
    const settings = JSON.stringify({ ...store, queueName, redeliveryMs });
    const child = spawn(process.execPath, ["--import", "tsx", program, settings], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    children.push(child);
    await once(child.stdout, "data");
    child.kill("SIGKILL");
    const seen: string[] = [];
    await queue.work(
      queueName,
      { "region.heartbeat": async ({ workerId }) => void seen.push(workerId) },
      { concurrency: 1 },
    );
    await waitUntil("the job", () => seen.length === 1);
    expect(seen).toEqual(["a"]);
  });
});

describe("a store that is away", () => {
  it.each([
    { name: "PostgreSQL", target: { databaseUrl: "postgres://rollcall:x@127.0.0.1:1/rollcall" } },
    { name: "Redis", target: { redisUrl: "redis://127.0.0.1:1" } },
  ])("is told at once: $name", async ({ target, name }) => {
    await expect(openQueue(target, { log })).rejects.toThrow(name);
  });
});
