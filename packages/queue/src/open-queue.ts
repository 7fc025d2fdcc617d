import type { Logger, Metrics } from "@rollcall/runtime";
import { type Job, UnrecoverableError } from "bullmq";
import { type JobName, type JobPayload, jobs } from "./catalog.ts";
import type { JobContext, JobHandlers, JobQueue } from "./job-queue.ts";
import { packPayload, unpackPayload } from "./pack-payload.ts";
import { runWithDeadline } from "./run-with-deadline.ts";
import { openPostgresStore, openRedisStore, type StoreQueue } from "./stores.ts";

export type QueueOptions = {
  log: Logger;
  metrics?: Pick<Metrics, "jobs">;
  /** A job whose worker died is given to another after one to two times this. */
  redeliveryMs?: number;
  /** First part of every key in Redis. */
  namespace?: string;
};

const retryDelayMs = { first: 500, max: 15_000 };
const crashesMax = 3;
/** A queue that is emptied this often while one looks at it has nothing that waits. */
const takenMax = 3;

/** Opens the queue on Redis or on PostgreSQL, with the same promises on both. Fails when the store is away. */
export async function openQueue(
  target: { redisUrl: string } | { databaseUrl: string },
  options: QueueOptions,
): Promise<JobQueue> {
  const { log, redeliveryMs = 30_000, namespace = "rollcall" } = options;
  const onError = (error: Error) => log.warn({ err: error }, "a queue connection was lost");
  const store =
    "redisUrl" in target
      ? await openRedisStore(target.redisUrl, namespace, onError)
      : await openPostgresStore(target.databaseUrl, onError);
  const queues = new Map<string, StoreQueue>();
  const workers = new Set<{ close(): Promise<void> }>();

  function queueNamed(name: string): StoreQueue {
    const known = queues.get(name);
    if (known !== undefined) return known;
    const queue = store.openQueue(name);
    queues.set(name, queue);
    // Opened while the store is away, it would fail for ever.
    queue.waitUntilReady().catch(() => {
      queues.delete(name);
      queue.close().catch(onError);
    });
    return queue;
  }

  let closing: Promise<void> | undefined;
  return {
    async enqueue(queueName, name, payload, { jobId } = {}) {
      const data = await packPayload(name, parsePayload(name, payload));
      await queueNamed(queueName).add(name, data, jobOptions(name, jobId));
    },
    async work(queueName, handlers, { concurrency }) {
      const opened = store.openWorker(queueName, (job) => runJob(job, handlers, options), {
        concurrency,
        lockDuration: redeliveryMs,
        stalledInterval: redeliveryMs,
        maxStalledCount: crashesMax,
        settings: { backoffStrategy: retryDelay },
      });
      await opened.worker.waitUntilReady();
      workers.add(opened);
      return {
        setConcurrency(max) {
          opened.worker.concurrency = max;
        },
        async close() {
          workers.delete(opened);
          await opened.close();
        },
      };
    },
    async depth(queueName) {
      const counts = await queueNamed(queueName).getJobCounts("waiting", "delayed", "prioritized", "active");
      const { waiting = 0, delayed = 0, prioritized = 0, active = 0 } = counts;
      return { waiting: waiting + delayed + prioritized, active };
    },
    async waitingSince(queueName) {
      const queue = queueNamed(queueName);
      // The newest is first in both stores; the last may be taken between counting and reading.
      for (let attempt = 0; attempt < takenMax; attempt++) {
        const { waiting = 0 } = await queue.getJobCounts("waiting");
        if (waiting === 0) return null;
        const [oldest] = await queue.getJobs(["waiting"], waiting - 1, waiting - 1);
        if (oldest !== undefined) return oldest.timestamp;
      }
      return null;
    },
    close() {
      closing ??= (async () => {
        await Promise.all([...workers].map((worker) => worker.close()));
        await Promise.all([...queues.values()].map((queue) => queue.close()));
        await store.close();
      })();
      return closing;
    },
  };
}

function parsePayload<N extends JobName>(name: N, payload: JobPayload<N>): JobPayload<N> {
  return jobs[name].schema.parse(payload) as JobPayload<N>;
}

function jobOptions(name: JobName, jobId: string | undefined) {
  return {
    attempts: jobs[name].attempts,
    backoff: { type: "custom" },
    ...(jobId === undefined ? {} : { jobId }),
  };
}

function retryDelay(attemptsMade: number): number {
  return Math.min(retryDelayMs.first * 2 ** (attemptsMade - 1), retryDelayMs.max);
}

async function runJob(job: Job, handlers: JobHandlers, { log, metrics }: QueueOptions): Promise<void> {
  const startedAt = performance.now();
  const event = { job: job.name, queue: job.queueName, jobId: job.id, attempt: job.attemptsMade + 1 };
  const finish = (result: "done" | "failed") => {
    const seconds = (performance.now() - startedAt) / 1000;
    metrics?.jobs.observe({ job: job.name, result }, seconds);
    return { ...event, result, durationMs: Math.round(seconds * 1000) };
  };
  try {
    await callHandler(job, handlers, event.attempt);
    log.debug(finish("done"), "job");
  } catch (error) {
    const isLast = error instanceof UnrecoverableError || event.attempt >= (job.opts.attempts ?? 1);
    log[isLast ? "error" : "warn"]({ ...finish("failed"), err: error, isLast }, "job");
    throw error;
  }
}

function refusePayload(name: JobName, { message }: Error): never {
  throw new UnrecoverableError(`The payload is not one of ${name}: ${message}`);
}

async function callHandler(job: Job, handlers: JobHandlers, attempt: number): Promise<void> {
  const name = job.name as JobName;
  const handler = handlers[name] as ((payload: unknown, context: JobContext) => Promise<void>) | undefined;
  if (!handler || !Object.hasOwn(jobs, name))
    throw new UnrecoverableError(`Nobody works jobs named ${job.name} here.`);
  const data = await unpackPayload(job.data).catch((error) => refusePayload(name, error));
  const parsed = jobs[name].schema.safeParse(data);
  if (!parsed.success) return refusePayload(name, parsed.error);
  await runWithDeadline(name, jobs[name].timeoutMs, (signal) =>
    handler(parsed.data, { jobId: job.id ?? "", attempt, signal }),
  );
}
