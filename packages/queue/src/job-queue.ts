import type { JobName, JobPayload } from "./catalog.ts";

/**
 * What carries jobs between programs. A job is delivered at least once; a handler must be idempotent on a key in
 * the database. Payloads are checked when they go in and when they come out.
 */
export type JobQueue = {
  /** Throws within seconds when the store is away. While a job with the same `jobId` waits or runs, it adds none. */
  enqueue<N extends JobName>(
    queueName: string,
    jobName: N,
    payload: JobPayload<N>,
    options?: { jobId?: string },
  ): Promise<void>;
  /** Works jobs until `close`, which waits for those that run. Outlives every absence of the store. */
  work(queueName: string, handlers: JobHandlers, options: { concurrency: number }): Promise<QueueWorker>;
  /** How many jobs wait (also for their next attempt) and how many are being worked. */
  depth(queueName: string): Promise<{ waiting: number; active: number }>;
  /** Since when the oldest job that could be worked now has waited, epoch milliseconds; `null` when there is none. */
  waitingSince(queueName: string): Promise<number | null>;
  /** Closes workers, then connections. May be called twice. */
  close(): Promise<void>;
};

export type QueueWorker = {
  /** From now on so many jobs at once; what is being worked goes on. */
  setConcurrency(max: number): void;
  /** Waits for the jobs that run. */
  close(): Promise<void>;
};

/** `signal` aborts when the job's time is over; `attempt` counts from 1. */
export type JobContext = { jobId: string; attempt: number; signal: AbortSignal };

/** What a worker does with each job of its queue; a job without a handler here fails for good. */
export type JobHandlers = {
  [N in JobName]?: (payload: JobPayload<N>, context: JobContext) => Promise<void>;
};
