import type { Database } from "@rollcall/db";
import {
  type ClockWindow,
  clockSkewMs,
  correctInstant,
  foldClock,
  forgottenAfterMs,
  heardWithinMs,
  skewWarnedMs,
} from "@rollcall/domain/regions";
import type { JobPayload } from "@rollcall/queue";

/** How far the prober's clock is off; `isWarned` when it has just become more than a machine's clock should be. */
export type HeartbeatResult = { skewMs: number; isWarned: boolean };

/** Probers that come and go, as in a crash loop, leave at most this many of a region behind. */
const goneMax = 20;

/**
 * Notes that a prober is alive, and measures its clock. A beat that comes late never turns its clock back, and one
 * from a clock that is off counts as sent when a right clock would have sent it.
 */
export async function recordHeartbeat(
  deps: { db: Database; now: () => Date },
  beat: JobPayload<"region.heartbeat">,
): Promise<HeartbeatResult> {
  const { region, workerId, version, sentAt, egressAddresses = [], opensSealedItems = false } = beat;
  const now = deps.now();
  const worker = { region_workerId: { region, workerId } };
  const before = await deps.db.prisma.regionWorker.findUnique({ where: worker });
  // Only this verb writes the column, so its shape is ours.
  const known = (before?.clock ?? []) as ClockWindow;
  const clock = foldClock(known, { sentAt, receivedAt: now.getTime() });
  const skewMs = clockSkewMs(clock);
  const seenAt = new Date(Math.min(correctInstant(sentAt, skewMs), now.getTime()));
  const silentFrom = new Date(now.getTime() - heardWithinMs);
  await deps.db.prisma.$executeRaw`
    INSERT INTO region_worker AS w
      (region, worker_id, version, clock_skew_ms, clock, egress_addresses, opens_sealed_items, started_at, seen_at,
        heard_at, heard_since)
    VALUES (${region}, ${workerId}, ${version}, ${skewMs}, ${JSON.stringify(clock)}::jsonb,
      ${egressAddresses}, ${opensSealedItems}, ${new Date(beat.startedAt)}, ${seenAt}, ${now}, ${now})
    ON CONFLICT (region, worker_id) DO UPDATE SET
      version = excluded.version, clock_skew_ms = excluded.clock_skew_ms, clock = excluded.clock,
      egress_addresses = excluded.egress_addresses, opens_sealed_items = excluded.opens_sealed_items,
      started_at = excluded.started_at, seen_at = greatest(w.seen_at, excluded.seen_at),
      heard_at = greatest(w.heard_at, excluded.heard_at),
      heard_since = CASE WHEN w.heard_at < ${silentFrom} THEN excluded.heard_since ELSE w.heard_since END`;
  if (before === null) await forgetGone(deps.db, region, now);
  const wasOff = Math.abs(clockSkewMs(known)) > skewWarnedMs;
  return { skewMs, isWarned: !wasOff && Math.abs(skewMs) > skewWarnedMs };
}

async function forgetGone(db: Database, region: string, now: Date): Promise<void> {
  const goneBefore = new Date(now.getTime() - forgottenAfterMs);
  await db.prisma.$executeRaw`
    DELETE FROM region_worker WHERE region = ${region} AND heard_at < ${goneBefore} AND worker_id NOT IN (
      SELECT worker_id FROM region_worker WHERE region = ${region} ORDER BY heard_at DESC LIMIT ${goneMax})`;
}
