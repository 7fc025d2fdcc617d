/** Gathers observations and sends them on as reports, soon and in bounded memory. */
import { randomUUID } from "node:crypto";
import type { Observation } from "@rollcall/domain/observation";
import type { JobPayload, JobQueue } from "@rollcall/queue";
import { observationsQueueName } from "@rollcall/queue";
import type { Logger, Metrics } from "@rollcall/runtime";
import type { Spool } from "./spool.ts";

export type ReportBuffer = {
  add(observation: Observation): void;
  /** Sends what is left, or puts it on disk, and stops; what neither takes is lost and logged. */
  close(): Promise<void>;
};

/** What one job costs, on PostgreSQL above all, is as much as what some dozens of observations in it cost. */
const reportMax = 500;
const waitMsMax = 500;
const retryMs = 1_000;
/** When both queue and disk stay away, the oldest observations are let go. */
const keptMax = 20_000;

type Report = JobPayload<"observations.report">;

/** Makes a buffer for one region; a report goes out at 500 observations, or half a second after its first. */
export function createReportBuffer(deps: {
  queue: JobQueue;
  log: Logger;
  region: string;
  workerId: string;
  /** Where reports go while the queue is away; `null`: they stay in memory. */
  spool: Pick<Spool, "keep"> | null;
  metrics: Pick<Metrics, "spooled">;
}): ReportBuffer {
  const { queue, log, region, workerId, spool, metrics } = deps;
  let gathered: Observation[] = [];
  let unsent: Report[] = [];
  let timer: NodeJS.Timeout | null = null;
  let sending: Promise<void> | null = null;
  let isClosing = false;

  function seal(): void {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    if (gathered.length === 0) return;
    const reportId = randomUUID();
    unsent.push({ reportId, region, workerId, sentAt: Date.now(), observations: gathered });
    gathered = [];
    const dropped = Math.max(0, unsent.length - keptMax / reportMax);
    if (dropped > 0) {
      metrics.spooled.inc({ region, result: "dropped" }, countOf(unsent.slice(0, dropped)));
      unsent = unsent.slice(dropped);
      log.error({ region, reports: dropped }, "observations were let go: the queue has been away too long");
    }
  }

  /** One sender at a time, oldest report first; the report keeps its id, so that sending it twice is harmless. */
  async function sendAll(): Promise<void> {
    for (let report = unsent[0]; report !== undefined; report = unsent[0]) {
      try {
        const { reportId } = report;
        await queue.enqueue(observationsQueueName, "observations.report", report, { jobId: reportId });
        unsent = unsent.filter((other) => other !== report);
      } catch (error) {
        log.warn({ err: error, region, waiting: unsent.length }, "a report could not be handed over");
        await putAside();
        if (isClosing) return;
        await new Promise((resolve) => setTimeout(resolve, retryMs));
      }
    }
  }

  async function putAside(): Promise<void> {
    if (spool === null) return;
    const taken = unsent;
    unsent = [];
    const left = await spool.keep(taken);
    unsent = [...left, ...unsent];
  }

  function flush(): Promise<void> {
    seal();
    sending ??= sendAll().finally(() => {
      sending = null;
      if (unsent.length > 0 && !isClosing) void flush();
    });
    return sending;
  }

  return {
    add(observation) {
      gathered.push(observation);
      if (gathered.length >= reportMax) void flush();
      else timer ??= setTimeout(() => void flush(), waitMsMax);
    },
    async close() {
      isClosing = true;
      await flush();
      if (unsent.length > 0) await sendAll();
      if (unsent.length > 0) log.error({ region, reports: unsent.length }, "reports were lost at the end");
    },
  };
}

function countOf(reports: readonly Report[]): number {
  return reports.reduce((sum, { observations }) => sum + observations.length, 0);
}
