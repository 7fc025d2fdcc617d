/**
 * Stands in for a region's prober in a program of its own: takes the scheduler's batches off the queue and reports
 * through the prober's own buffer, but opens no connection. What it costs is not the product's.
 */
import { type JobPayload, openQueue, probeQueueName, urgentQueueName } from "@rollcall/queue";
import { createLogger, createMetrics } from "@rollcall/runtime";
import { createReportBuffer } from "../../../apps/worker/src/prober/report-buffer.ts";
import { answer, region, type Truth } from "./answers.ts";

/** What its parent tells it: where the queue is, and then, as it becomes true, what is answered. */
export type Message = { target: Parameters<typeof openQueue>[0] } | { truths: Truth[] };

const workerId = "stand-in";
const startedAt = Date.now();
const log = createLogger({ name: "stand-in prober", level: "warn" });
const truths = new Map<string, Truth>();

process.on("message", (message: Message) => {
  if ("target" in message) void work(message.target);
  else for (const truth of message.truths) truths.set(truth.monitorId, truth);
});

async function work(target: Parameters<typeof openQueue>[0]): Promise<void> {
  const queue = await openQueue(target, { log });
  const reports = createReportBuffer({
    ...{ queue, log, region, workerId, metrics: createMetrics(), spool: null },
  });
  const beat = () => {
    const heartbeat: JobPayload<"region.heartbeat"> = {
      ...{ region, workerId, startedAt },
      version: "0",
      sentAt: Date.now(),
    };
    return queue.enqueue(urgentQueueName, "region.heartbeat", heartbeat).catch((err) => log.warn({ err }));
  };
  await beat();
  setInterval(beat, 5_000);
  const probe = async ({ items, expiresAt }: JobPayload<"probe.batch">) => {
    if (Date.now() > expiresAt) return;
    for (const item of items) reports.add(answer(item, truths.get(item.monitorId), Date.now()));
  };
  await queue.work(probeQueueName(region), { "probe.batch": probe }, { concurrency: 20 });
  process.send?.("ready");
}
