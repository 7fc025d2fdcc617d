import type { Database } from "@rollcall/db";
import type { Observation } from "@rollcall/domain/observation";
import { correctInstant, heardWithinMs, isOfflineReport } from "@rollcall/domain/regions";
import type { JobPayload } from "@rollcall/queue";

/**
 * Notes what a report tells of its prober: that it has lost its own connection, or has it again. A report that was kept
 * while the queue was away tells how it was then, not how it is. Gives back the observations with the times of the
 * prober's clock put right; `scheduledAt` is the scheduler's and stays.
 */
export async function noteProber(
  deps: { db: Database; now: () => Date },
  report: JobPayload<"observations.report">,
): Promise<Observation[]> {
  const { region, workerId, observations } = report;
  const own = observations.filter((observation) => observation.region === region);
  const worker = await deps.db.prisma.regionWorker.findUnique({
    where: { region_workerId: { region, workerId } },
    select: { clockSkewMs: true, offlineSince: true },
  });
  if (worker === null) return own;
  const now = deps.now();
  const isLate = now.getTime() - correctInstant(report.sentAt, worker.clockSkewMs) > heardWithinMs;
  const isOffline = isLate ? null : isOfflineReport(own);
  if (isOffline !== null && isOffline !== (worker.offlineSince !== null))
    await deps.db.prisma.regionWorker.updateMany({
      where: { region, workerId },
      data: isOffline ? { offlineSince: now } : { offlineSince: null, heardSince: now },
    });
  return own.map((observation) => ({
    ...observation,
    startedAt: correctInstant(observation.startedAt, worker.clockSkewMs),
    finishedAt: correctInstant(observation.finishedAt, worker.clockSkewMs),
  }));
}
