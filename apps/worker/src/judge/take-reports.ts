/** Works reports: what may rest is stored, the rest is judged, and what was done in an earlier attempt is left out. */
import { type JobHandlers, type JobQueue, observationsQueueName, type QueueWorker } from "@rollcall/queue";
import type { ReportPart } from "@rollcall/services/ingest";
import type { ReportIntake } from "./report-intake.ts";
import { createReportProgress } from "./report-progress.ts";
import type { Resting } from "./resting.ts";

type TakeReport = NonNullable<JobHandlers["observations.report"]>;
type Report = Parameters<TakeReport>[0];

/** Through what a report goes: it is divided by environment, what may rest is sorted out, the rest is judged. */
export type ReportWay = {
  receive(report: Report): Promise<ReportPart[]>;
  resting: Pick<Resting, "sortOut">;
  intake: ReportIntake;
};

/**
 * Reports in hand, of which the intake judges a few at once: as many as come while one environment is stuck, or as few as
 * can be judged in their time.
 */
const reportsMax = { usual: 256, busy: 16 };
/** More observations than are judged in the time of a report; what a few stuck environments leave over are fewer. */
const inHandMax = 4_000;

/** Starts working reports, and what `others` work on the same queue. */
export async function workReports(
  queue: JobQueue,
  others: JobHandlers,
  way: ReportWay,
): Promise<QueueWorker> {
  let isTooMuch = false;
  let worker: QueueWorker | null = null;
  const limit = () => worker?.setConcurrency(isTooMuch ? reportsMax.busy : reportsMax.usual);
  const takeReport = createReportTaking(way, (isNow) => {
    isTooMuch = isNow;
    limit();
  });
  const handlers = { ...others, "observations.report": takeReport };
  worker = await queue.work(observationsQueueName, handlers, { concurrency: reportsMax.usual });
  limit();
  return worker;
}

/**
 * Makes the handler of reports. `onLoad` hears when more is in hand than can be judged in time, and when it is not any
 * more: to take in more only makes what is in hand fail.
 */
export function createReportTaking(
  { receive, resting, intake }: ReportWay,
  onLoad: (isTooMuch: boolean) => void,
): TakeReport {
  const progress = createReportProgress();
  let inHand = 0;
  const add = (count: number) => {
    const was = inHand > inHandMax;
    inHand += count;
    if (inHand > inHandMax !== was) onLoad(!was);
  };
  return async (report, { signal }) => {
    const { reportId } = report;
    let left = report.observations.length;
    add(left);
    const noteDone = (part: ReportPart) => {
      progress.noteDone(reportId, part);
      // After its time it has been given back as a whole.
      const count = Math.min(left, part.observations.length);
      left -= count;
      add(-count);
    };
    try {
      const parts = progress.left(reportId, await receive(report));
      const toJudge = new Set(await resting.sortOut(parts));
      for (const part of parts) if (!toJudge.has(part)) noteDone(part);
      await intake.take([...toJudge], signal, noteDone);
      progress.forget(reportId);
    } finally {
      add(-left);
      left = 0;
    }
  };
}
