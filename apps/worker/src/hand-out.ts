import { type JobQueue, urgentQueueName } from "@rollcall/queue";

/**
 * Whether a leader can still hand out work. One that is cut off from the queue alone would keep its lease, which is a
 * row of the database, and nobody would probe anything while a standby could.
 */
export type HandOut = {
  /** Does the work; resolves to `cut_off` when nothing could be handed out for too long. Throws what failed until then. */
  attempt(work: (() => Promise<void>) | null): Promise<"done" | "cut_off">;
};

/** `cutOffMs`: after so long without success. Where there is no work, a queue that has failed is asked whether it is back. */
export function createHandOut(queue: Pick<JobQueue, "depth">, cutOffMs: number): HandOut {
  let failingSinceMs: number | null = null;
  const ask = async () => void (await queue.depth(urgentQueueName));
  return {
    async attempt(work) {
      if (work === null && failingSinceMs === null) return "done";
      try {
        await (work ?? ask)();
        failingSinceMs = null;
        return "done";
      } catch (error) {
        failingSinceMs ??= performance.now();
        if (performance.now() - failingSinceMs < cutOffMs) throw error;
        failingSinceMs = null;
        return "cut_off";
      }
    },
  };
}
