/**
 * Keeps reports on disk while the queue is away, and hands them over when it is back: oldest first, behind what is new,
 * and never more than the judge keeps up with. It stays within its limits by letting the oldest go, which is counted.
 */
import { type JobQueue, observationsQueueName } from "@rollcall/queue";
import type { Logger, Metrics } from "@rollcall/runtime";
import type { Report, SpoolFile, SpoolFolder } from "./spool-folder.ts";

export type SpoolLimits = { bytesMax: number; ageMsMax: number };

export type Spool = {
  /** Gives back what the disk did not take; never throws. One call at a time. */
  keep(reports: readonly Report[]): Promise<Report[]>;
  /** Hands over some of what is kept, if the queue takes it; to be called every second. */
  deliver(): Promise<void>;
};

/** A file is read and sent as a whole. */
const reportsPerFile = 50;
const filesAtOnce = 20;
/** While more reports than this wait to be judged, those that are late already wait as well. */
const waitingMax = 20;

/** Takes over what an earlier program left in the folder. */
export async function openSpool(deps: {
  folder: SpoolFolder;
  limits: SpoolLimits;
  queue: Pick<JobQueue, "enqueue" | "depth">;
  region: string;
  metrics: Pick<Metrics, "spooled" | "spoolUnreadable" | "spoolBytes">;
  log: Logger;
}): Promise<Spool> {
  const { folder, limits, queue, region, metrics, log } = deps;
  const files = await folder.list();
  let bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  let isRefused = false;
  metrics.spoolBytes.set({ region }, bytes);
  if (files.length > 0) log.info({ files: files.length, bytes }, "found reports from before");

  function count(change: number): void {
    bytes += change;
    metrics.spoolBytes.set({ region }, bytes);
  }

  async function remove(file: SpoolFile): Promise<void> {
    const place = files.indexOf(file);
    if (place < 0) return;
    files.splice(place, 1);
    count(-file.bytes);
    await folder.remove(file);
  }

  async function keepLimits(): Promise<void> {
    const oldestAt = Date.now() - limits.ageMsMax;
    let dropped = 0;
    for (let file = files[0]; file !== undefined; file = files[0]) {
      if (file.at >= oldestAt && bytes <= limits.bytesMax) break;
      await remove(file);
      dropped += file.observations;
    }
    if (dropped === 0) return;
    metrics.spooled.inc({ region, result: "dropped" }, dropped);
    log.error({ observations: dropped }, "observations were let go: too old, or too many to be kept");
  }

  async function write(reports: readonly Report[]): Promise<void> {
    const file = await folder.write(reports, Date.now());
    files.push(file);
    count(file.bytes);
    metrics.spooled.inc({ region, result: "kept" }, file.observations);
    await keepLimits();
  }

  /** False when it could not be sent: the queue is away. */
  async function send(file: SpoolFile): Promise<boolean> {
    const reports = await folder.read(file);
    if (reports === null) {
      metrics.spoolUnreadable.inc({ region });
      log.error({ file: file.name }, "a file of kept reports could not be read and was left out");
    }
    for (const report of reports ?? []) {
      const { reportId: jobId } = report;
      const isSent = await queue
        .enqueue(observationsQueueName, "observations.report", report, { jobId })
        .then(
          () => true,
          () => false,
        );
      if (!isSent) return false;
      metrics.spooled.inc({ region, result: "delivered" }, report.observations.length);
    }
    await remove(file);
    return true;
  }

  async function hasRoom(): Promise<boolean> {
    const { waiting } = await queue
      .depth(observationsQueueName)
      .catch(() => ({ waiting: Number.POSITIVE_INFINITY }));
    return waiting <= waitingMax;
  }

  return {
    async keep(reports) {
      for (let from = 0; from < reports.length; from += reportsPerFile) {
        try {
          await write(reports.slice(from, from + reportsPerFile));
          isRefused = false;
        } catch (error) {
          if (!isRefused) log.error({ err: error }, "reports could not be put on disk");
          isRefused = true;
          return reports.slice(from);
        }
      }
      return [];
    },
    async deliver() {
      await keepLimits();
      for (let sent = 0; sent < filesAtOnce; sent++) {
        const [oldest] = files;
        if (oldest === undefined || !(await hasRoom()) || !(await send(oldest))) return;
        if (files.length === 0) log.info("all observations that were kept are handed over");
      }
    },
  };
}
