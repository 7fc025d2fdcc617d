import { outliveConnections } from "@rollcall/runtime";
import {
  createPostgresBackend,
  createRedisBackend,
  type JobsOptions,
  type Processor,
  type Queue,
  runMigrations,
  type Worker,
  type WorkerOptions,
  withBackend,
} from "bullmq";
import { Redis } from "ioredis";
import pg from "pg";

/** Where jobs are kept. Both stores give the same queues and workers; only their connections differ. */
export type QueueStore = {
  openQueue(name: string): StoreQueue;
  openWorker(
    name: string,
    processor: Processor,
    options: StoreWorkerOptions,
  ): { worker: Pick<Worker, "waitUntilReady" | "concurrency">; close(): Promise<void> };
  close(): Promise<void>;
};

/** The part of BullMQ's queue that is the same on every store. */
export type StoreQueue = Pick<Queue, "add" | "getJobCounts" | "getJobs" | "waitUntilReady" | "close">;
type StoreWorkerOptions = Omit<WorkerOptions, "connection">;
export type OnConnectionError = (error: Error) => void;

const defaultJobOptions: JobsOptions = { removeOnComplete: true, removeOnFail: true };
const producerTimeoutMs = 5_000;
/** A worker has nobody who waits for an error: on a busy machine it waits rather than lets a job it has done fail. */
const workerTimeoutMs = 30_000;
/**
 * A connection on which nothing comes for so long after something was asked is dead, though neither end was told, and
 * another is made. More than a worker waits for a job in one go.
 */
const deadAfterMs = 20_000;
/** A new connection costs a busy machine more than an idle one. */
const idleTimeoutMs = 60_000;
/** BullMQ pauses for 15 s by default when the store refuses it. */
const retryDelayMs = 1_000;
/** A worker that lost a wake-up looks for itself; BullMQ would sleep for up to an hour after a failed wait. */
const blockSecondsMax = 5;
const workerOptions = { runRetryDelay: retryDelayMs };

const createWakefulBackend: typeof createPostgresBackend = (...args) => {
  const backend = createPostgresBackend(...args);
  Object.defineProperty(backend, "maximumBlockTimeout", { value: blockSecondsMax });
  return backend;
};

/** Jobs in PostgreSQL, in tables of the schema `bullmq`, which are made and upgraded here. */
export async function openPostgresStore(
  databaseUrl: string,
  onError: OnConnectionError,
): Promise<QueueStore> {
  const bull = withBackend(createWakefulBackend);
  const openPool = (name: string, maxConnections: number, connectionTimeoutMillis: number) => {
    const pool = new pg.Pool({
      connectionString: databaseUrl,
      max: maxConnections,
      application_name: name,
      // BullMQ leaves the schema to whoever makes the pool. The queue may lose its last jobs with the server.
      options: "-c search_path=bullmq -c synchronous_commit=off",
      keepAlive: true,
      connectionTimeoutMillis,
      idleTimeoutMillis: idleTimeoutMs,
    });
    outliveConnections(pool, onError);
    return pool;
  };
  const producers = openPool("rollcall queue", 5, producerTimeoutMs);
  try {
    const client = await producers.connect();
    await runMigrations(client).finally(() => client.release());
  } catch (error) {
    await producers.end();
    throw new Error("The queue's PostgreSQL cannot be used.", { cause: error });
  }
  return {
    openQueue: (name) =>
      new bull.Queue(name, { connection: producers, defaultJobOptions }).on("error", onError),
    openWorker(name, processor, options) {
      // One connection listens as long as the worker lives; the others fetch and finish.
      const pool = openPool("rollcall worker", 3, workerTimeoutMs);
      const worker = new bull.Worker(name, processor, { ...options, ...workerOptions, connection: pool });
      worker.on("error", onError);
      return {
        worker,
        async close() {
          await worker.close();
          await pool.end();
        },
      };
    },
    close: () => producers.end(),
  };
}

/** Jobs in Redis; keys start with `namespace`. */
export async function openRedisStore(
  redisUrl: string,
  namespace: string,
  onError: OnConnectionError,
): Promise<QueueStore> {
  const bull = withBackend(createRedisBackend);
  // A producer must not wait in line for a Redis that is away; a worker must never give up.
  const producers = new Redis(redisUrl, {
    enableOfflineQueue: false,
    maxRetriesPerRequest: 1,
    commandTimeout: producerTimeoutMs,
    connectTimeout: producerTimeoutMs,
    socketTimeout: deadAfterMs,
    lazyConnect: true,
    connectionName: namespace,
  });
  producers.on("error", onError);
  try {
    await producers.connect();
  } catch (error) {
    producers.disconnect();
    throw new Error("The queue's Redis cannot be reached.", { cause: error });
  }
  return {
    openQueue: (name) =>
      new bull.Queue(name, { connection: producers, prefix: namespace, defaultJobOptions }).on(
        "error",
        onError,
      ),
    openWorker(name, processor, options) {
      const connection = new Redis(redisUrl, {
        maxRetriesPerRequest: null,
        socketTimeout: deadAfterMs,
        connectionName: namespace,
      });
      connection.on("error", onError);
      const worker = new bull.Worker(name, processor, {
        ...options,
        ...workerOptions,
        connection,
        prefix: namespace,
      });
      worker.on("error", onError);
      return {
        worker,
        async close() {
          await worker.close();
          connection.disconnect();
        },
      };
    },
    async close() {
      await producers.quit().catch(() => producers.disconnect());
    },
  };
}
