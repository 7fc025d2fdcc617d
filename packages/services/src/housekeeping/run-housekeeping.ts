/** What has to be done now and then so that storage stays bounded. */
import { type Database, dropOldPartitions, ensurePartitions } from "@rollcall/db";
import { healthDays } from "../history/measure-health.ts";

/** Days for which each kind of record is kept. */
export type Retention = {
  observationDays: number;
  /** Chart slices, counted from the end of their deploy. */
  sliceDays: number;
  /** Notices and their deliveries, the threads they stand in, and the probe outages they told of. */
  noticeDays: number;
  /** What health was, and the maintenance windows that are over. */
  healthDays: number;
};
export const defaultRetention: Retention = {
  observationDays: 30,
  sliceDays: 90,
  noticeDays: 90,
  healthDays,
};

/** How many rows or partitions each step touched. */
export type HousekeepingResult = {
  partitionsMade: number;
  partitionsDropped: number;
  idempotencyKeys: number;
  probeRequests: number;
  shareEvents: number;
  slices: number;
  notices: number;
  probeOutages: number;
  channelThreads: number;
  regionWorkers: number;
  roleWorkers: number;
  healthSpans: number;
  maintenanceWindows: number;
};

const hour = 3_600_000;
const day = 24 * hour;
/** Live pages catch up from share events; history is made of state events, which stay. */
const shareEventMs = hour;

/** Makes partitions ahead and deletes what has outlived its use. Safe to repeat and to run twice at once. */
export async function runHousekeeping(
  deps: { db: Database; now: () => Date },
  retention: Retention = defaultRetention,
): Promise<HousekeepingResult> {
  const { db } = deps;
  const now = deps.now();
  const ago = (ms: number) => new Date(now.getTime() - ms);
  const partitionsMade = await ensurePartitions(db, now);
  const dropped = await dropOldPartitions(db, retention.observationDays, now);
  const deleted = {
    idempotencyKeys: db.prisma.idempotencyKey.deleteMany({ where: { expiresAt: { lte: now } } }),
    probeRequests: db.prisma.probeRequest.deleteMany({ where: { createdAt: { lt: ago(day) } } }),
    shareEvents: db.prisma.deployEvent.deleteMany({
      where: { type: "share", at: { lt: ago(shareEventMs) } },
    }),
    slices: db.prisma.rolloutSlice.deleteMany({
      where: { deploy: { endedAt: { lt: ago(retention.sliceDays * day) } } },
    }),
    notices: db.prisma.outbox.deleteMany({
      where: { createdAt: { lt: ago(retention.noticeDays * day) }, fannedOutAt: { not: null } },
    }),
    probeOutages: db.prisma.probeOutage.deleteMany({
      where: { endedAt: { lt: ago(retention.noticeDays * day) } },
    }),
    channelThreads: db.prisma.channelThread.deleteMany({
      where: { updatedAt: { lt: ago(retention.noticeDays * day) } },
    }),
    regionWorkers: db.prisma.regionWorker.deleteMany({ where: { seenAt: { lt: ago(7 * day) } } }),
    healthSpans: db.prisma.healthSpan.deleteMany({
      where: { endedAt: { lt: ago(retention.healthDays * day) } },
    }),
    maintenanceWindows: db.prisma.maintenanceWindow.deleteMany({
      where: { overAt: { lt: ago(retention.healthDays * day) } },
    }),
    roleWorkers: db.prisma.roleWorker.deleteMany({ where: { heardAt: { lt: ago(7 * day) } } }),
  };
  const count = async (rows: PromiseLike<{ count: number }>) => (await rows).count;
  return {
    partitionsMade,
    partitionsDropped: dropped.length,
    idempotencyKeys: await count(deleted.idempotencyKeys),
    probeRequests: await count(deleted.probeRequests),
    shareEvents: await count(deleted.shareEvents),
    slices: await count(deleted.slices),
    notices: await count(deleted.notices),
    probeOutages: await count(deleted.probeOutages),
    channelThreads: await count(deleted.channelThreads),
    regionWorkers: await count(deleted.regionWorkers),
    roleWorkers: await count(deleted.roleWorkers),
    healthSpans: await count(deleted.healthSpans),
    maintenanceWindows: await count(deleted.maintenanceWindows),
  };
}
