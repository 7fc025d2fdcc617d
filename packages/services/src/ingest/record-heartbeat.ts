import type { Database } from "@rollcall/db";
import type { JobPayload } from "@rollcall/queue";

/**
 * Notes that a prober is alive. Its clock's difference includes the way through the queue, so small values mean
 * little. A beat that comes late never turns the clock back.
 */
export async function recordHeartbeat(
  deps: { db: Database; now: () => Date },
  beat: JobPayload<"region.heartbeat">,
): Promise<void> {
  const { region, workerId, version } = beat;
  const now = deps.now();
  const seenAt = new Date(Math.min(beat.sentAt, now.getTime()));
  const clockSkewMs = Math.round(beat.sentAt - now.getTime());
  await deps.db.prisma.$executeRaw`
    INSERT INTO region_worker AS w (region, worker_id, version, clock_skew_ms, started_at, seen_at)
    VALUES (${region}, ${workerId}, ${version}, ${clockSkewMs}, ${new Date(beat.startedAt)}, ${seenAt})
    ON CONFLICT (region, worker_id) DO UPDATE SET
      version = excluded.version, clock_skew_ms = excluded.clock_skew_ms, started_at = excluded.started_at,
      seen_at = greatest(w.seen_at, excluded.seen_at)`;
}
