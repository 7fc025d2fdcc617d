/**
 * Whose turn it is to be sent to. A receiver that hangs keeps a sender busy until it times out, so it is fair by three
 * rules: workspaces take turns and in each its channels, whether a message is one delivery or a digest; none has more than
 * its share on its way; and channels that do not answer in time have places of their own, so that however many of them
 * hang, those of the others are free.
 */
import { Prisma, type Tx } from "@rollcall/db";

/** The delivery by which a message is chosen: itself, or the first of what its channel's digest will tell. */
type Head = { id: string; inDigest: boolean };

/** So many of one workspace are on their way at once: its storm, or its slow receivers, hold back nobody else. */
const ofWorkspaceMax = 15;
/** And so many of one channel: a receiver that hangs does not hold back the workspace's others. */
const ofChannelMax = 5;
/** A message that is on its way for longer makes its channel a slow one; so does one that was not taken. */
export const slowAfterMs = 2000;
/** Clocks of machines differ by less. */
const clocksDifferMs = 10_000;

/**
 * Chooses and locks at most `limit` due messages, of slow channels or of the others. What is on its way, or waits for what
 * is, is none.
 */
export function chooseHeads(
  tx: Tx,
  { now, claimMs, isSlow, limit }: { now: Date; claimMs: number; isSlow: boolean; limit: number },
): Promise<Head[]> {
  if (limit <= 0) return Promise.resolve([]);
  const slowUntil = new Date(now.getTime() + claimMs - slowAfterMs);
  return tx.$queryRaw<Head[]>`
    WITH RECURSIVE waiting AS (
      (SELECT channel_id, workspace_id FROM delivery
        WHERE state IN ('pending', 'failed') ORDER BY channel_id LIMIT 1)
      UNION ALL
      SELECT n.channel_id, n.workspace_id FROM waiting w CROSS JOIN LATERAL (
        SELECT channel_id, workspace_id FROM delivery
        WHERE state IN ('pending', 'failed') AND channel_id > w.channel_id ORDER BY channel_id LIMIT 1) n),
    channels AS (
      SELECT w.channel_id, w.workspace_id, under_way.*,
        sum(singles + digests) OVER (PARTITION BY w.workspace_id, is_slow) AS of_workspace
      FROM waiting w CROSS JOIN LATERAL (
        SELECT count(*) FILTER (WHERE NOT b.in_digest) AS singles,
          LEAST(count(*) FILTER (WHERE b.in_digest), 1) AS digests,
          COALESCE(bool_or(b.claimed_until <= ${slowUntil}), false) OR EXISTS (
            SELECT 1 FROM delivery f WHERE f.channel_id = w.channel_id AND f.state = 'failed') AS is_slow
        FROM delivery b
        WHERE b.workspace_id = w.workspace_id AND b.channel_id = w.channel_id AND b.claimed_until > ${now}) under_way),
    heads AS (
      SELECT c.workspace_id, c.of_workspace, ready.* FROM channels c CROSS JOIN LATERAL (${firstSingles(now)}) ready
      WHERE c.is_slow = ${isSlow} AND c.singles + ready.place <= ${ofChannelMax}
      UNION ALL
      SELECT c.workspace_id, c.of_workspace, ready.* FROM channels c CROSS JOIN LATERAL (${firstOfDigest(now)}) ready
      WHERE c.is_slow = ${isSlow} AND c.digests = 0),
    ranked AS (
      SELECT id, attempts, next_attempt_at,
        of_workspace + row_number() OVER (PARTITION BY workspace_id ORDER BY place, attempts, next_attempt_at, id) AS place
      FROM heads)
    SELECT d.id, d.in_digest AS "inDigest"
    FROM delivery d
    JOIN ranked r ON r.id = d.id
    -- Asked again, because another sender may have had it between the ranking and the lock.
    WHERE d.state IN ('pending', 'failed') AND ${isDue(now)}
      AND (d.claimed_until IS NULL OR d.claimed_until <= ${now}) AND r.place <= ${ofWorkspaceMax}
    -- Of those whose turn it is, whoever was tried the least: what fails again and again, of however many workspaces, holds
    -- back nothing that is new.
    ORDER BY r.place, r.attempts, r.next_attempt_at
    LIMIT ${limit}
    FOR UPDATE OF d SKIP LOCKED`;
}

/** The next messages of the channel `c` that stand alone: what was tried the least comes first. */
function firstSingles(now: Date): Prisma.Sql {
  return Prisma.sql`
    SELECT d.id, d.attempts, d.next_attempt_at, row_number() OVER (ORDER BY d.attempts, d.next_attempt_at, d.id) AS place
    FROM delivery d
    JOIN outbox o ON o.id = d.outbox_id
    WHERE d.channel_id = c.channel_id AND d.state IN ('pending', 'failed') AND NOT d.in_digest
      AND ${isDue(now)} AND (d.claimed_until IS NULL OR d.claimed_until <= ${now})
      AND ${isNewest(now)}
      -- Of one probe outage the oldest: each tells of other regions.
      AND NOT EXISTS (
        SELECT 1 FROM outbox p JOIN delivery e ON e.outbox_id = p.id AND e.workspace_id = p.workspace_id
        WHERE p.workspace_id = d.workspace_id AND p.probe_outage_id = o.probe_outage_id AND p.id < o.id
          AND e.channel_id = d.channel_id AND e.state IN ('pending', 'failed'))
    ORDER BY d.attempts, d.next_attempt_at, d.id
    LIMIT ${ofChannelMax}`;
}

/** Of what is due in the digest of the channel `c` the first that may be taken, so that what may not keeps nobody's turn. */
function firstOfDigest(now: Date): Prisma.Sql {
  return Prisma.sql`
    SELECT d.id, d.attempts, d.next_attempt_at, 1 AS place
    FROM delivery d
    JOIN outbox o ON o.id = d.outbox_id
    WHERE d.channel_id = c.channel_id AND d.in_digest AND d.state IN ('pending', 'failed')
      AND ${isDue(now)} AND ${isNewest(now)}
    ORDER BY d.next_attempt_at, d.id
    LIMIT 1`;
}

/**
 * True for a delivery `d` whose time has come. What was planned later than now was planned by a clock that was set back
 * since: when it said, we cannot know, so it is tried now.
 */
export function isDue(now: Date): Prisma.Sql {
  const ahead = new Date(now.getTime() + clocksDifferMs);
  return Prisma.sql`(d.next_attempt_at <= ${now}
    OR COALESCE((d.trail->-1->>'at')::timestamptz, d.created_at) > ${ahead})`;
}

/** Of one incident the newest, once nothing earlier is on its way to the channel of `d`, whose notice is `o`. */
export function isNewest(now: Date): Prisma.Sql {
  return Prisma.sql`NOT EXISTS (
    SELECT 1 FROM outbox p JOIN delivery e ON e.outbox_id = p.id AND e.workspace_id = p.workspace_id
    WHERE p.workspace_id = d.workspace_id AND p.incident_id = o.incident_id AND p.id <> o.id
      AND e.channel_id = d.channel_id AND e.state IN ('pending', 'failed')
      AND (p.id > o.id OR e.claimed_until > ${now}))`;
}
