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
  ): { worker: Pick<Worker, "waitUntilReady">; close(): Promise<void> };
  close(): Promise<void>;
};

/** The part of BullMQ's queue that is the same on every store. */
export type StoreQueue = Pick<Queue, "add" | "addBulk" | "getJobCounts" | "close">;
type StoreWorkerOptions = Omit<WorkerOptions, "connection">;
export type OnConnectionError = (error: Error) => void;

const defaultJobOptions: JobsOptions = { removeOnComplete: true, removeOnFail: true };
const producerTimeoutMs = 5_000;

/** Jobs in PostgreSQL, in tables of the schema `bullmq`, which are made and upgraded here. */
export async function openPostgresStore(
  databaseUrl: string,
  onError: OnConnectionError,
): Promise<QueueStore> {
  const bull = withBackend(createPostgresBackend);
  const openPool = (maxConnections: number, name: string) => {
    const pool = new pg.Pool({
      connectionString: databaseUrl,
      max: maxConnections,
      application_name: name,
      // BullMQ leaves the schema to whoever makes the pool.
      options: "-c search_path=bullmq",
      keepAlive: true,
      connectionTimeoutMillis: producerTimeoutMs,
    });
    pool.on("error", onError);
    return pool;
  };
  const producers = openPool(5, "rollcall queue");
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
      const pool = openPool(4, "rollcall worker");
      const worker = new bull.Worker(name, processor, { ...options, connection: pool });
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
      const connection = new Redis(redisUrl, { maxRetriesPerRequest: null, connectionName: namespace });
      connection.on("error", onError);
      const worker = new bull.Worker(name, processor, { ...options, connection, prefix: namespace });
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
