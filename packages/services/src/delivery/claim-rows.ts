/** Which due deliveries a sender may take, and taking them: SKIP LOCKED and `claimed_until`. */
import { type Database, inTransaction, Prisma, type Tx } from "@rollcall/db";

/** A claimed delivery with what its message is made of. `attempts` counts the one that is about to be made. */
export type ClaimedRow = {
  deliveryId: string;
  workspaceId: string;
  claimedUntil: Date;
  attempts: number;
  firstTriedAt: Date;
  longWaits: number;
  outboxId: string;
  notice: unknown;
  incidentId: string | null;
  probeOutageId: string | null;
  channelId: string;
  kind: string;
  sealed: string;
  isGone: boolean;
  isEnabled: boolean;
  forOwners: boolean;
  timeZone: string | null;
  /** What the sender kept of the thread. */
  thread: unknown;
  insteadOf: { name: string; kind: string } | null;
  /** Others about the same incident wait for the same channel. */
  hasEarlier: boolean;
  /** Others were merged into it. */
  hasMerged: boolean;
};

/** So many of one workspace are on their way at once: its storm, or its slow receivers, hold back nobody else. */
const claimedOfWorkspaceMax = 15;
/** And so many of one channel: a receiver that hangs does not hold back the workspace's others. */
const claimedOfChannelMax = 5;
/** So much is told in one digest; the rest goes into the next one, at once. */
const joinedMax = 500;

/**
 * Claims at most `limit` due messages for `claimMs`, workspaces in turn and in each its channels; a message is one
 * delivery, or all that waits for a channel's digest. What waits for one channel about one incident is taken together:
 * the newest is claimed and the earlier are merged into it. Nothing is claimed while an earlier message about the same
 * thing to the same channel is on its way.
 */
export function claimRows(
  db: Database,
  now: Date,
  { limit, claimMs }: { limit: number; claimMs: number },
): Promise<ClaimedRow[][]> {
  return inTransaction(db, async (tx) => {
    const claimedUntil = new Date(now.getTime() + claimMs);
    const digests = groupByChannel(await takeDigests(tx, now, { limit, claimedUntil }));
    const due = await takeDue(tx, now, { limit: limit - digests.length, claimedUntil });
    const messages: ClaimedRow[][] = [];
    for (const rows of [...digests, ...due.map((row) => [row])]) {
      const taken: ClaimedRow[] = [];
      for (const row of rows) {
        if (!row.hasEarlier) taken.push(row);
        else if (await mergeEarlier(tx, row, now)) taken.push({ ...row, hasMerged: true });
        else await release(tx, row, now);
      }
      if (taken.length > 0) messages.push(taken);
    }
    return messages;
  });
}

function groupByChannel(rows: ClaimedRow[]): ClaimedRow[][] {
  const groups = new Map<string, ClaimedRow[]>();
  for (const row of rows) groups.set(row.channelId, [...(groups.get(row.channelId) ?? []), row]);
  return [...groups.values()];
}

type Taking = { limit: number; claimedUntil: Date };

function takeDue(tx: Tx, now: Date, { limit, claimedUntil }: Taking): Promise<ClaimedRow[]> {
  return tx.$queryRaw<ClaimedRow[]>`
    WITH RECURSIVE waiting AS (
      (SELECT channel_id, workspace_id FROM delivery
        WHERE state IN ('pending', 'failed') ORDER BY channel_id LIMIT 1)
      UNION ALL
      SELECT n.channel_id, n.workspace_id FROM waiting w CROSS JOIN LATERAL (
        SELECT channel_id, workspace_id FROM delivery
        WHERE state IN ('pending', 'failed') AND channel_id > w.channel_id ORDER BY channel_id LIMIT 1) n),
    ranked AS (
      SELECT ready.id, ready.next_attempt_at,
        busy.of_workspace + row_number() OVER (
          PARTITION BY w.workspace_id ORDER BY ready.place, ready.next_attempt_at, ready.id) AS place
      FROM waiting w
      CROSS JOIN LATERAL (
        SELECT ${messagesOnTheirWay} AS of_workspace,
          count(*) FILTER (WHERE b.channel_id = w.channel_id AND NOT b.in_digest) AS of_channel
        FROM delivery b
        WHERE b.workspace_id = w.workspace_id AND b.claimed_until > ${now}) busy
      CROSS JOIN LATERAL (
        SELECT d.id, d.next_attempt_at, row_number() OVER (ORDER BY d.next_attempt_at, d.id) AS place
        FROM delivery d
        JOIN outbox o ON o.id = d.outbox_id
        WHERE d.channel_id = w.channel_id AND d.state IN ('pending', 'failed') AND NOT d.in_digest
          AND d.next_attempt_at <= ${now} AND (d.claimed_until IS NULL OR d.claimed_until <= ${now})
          AND ${isNewest(now)}
          -- Of one probe outage the oldest: each tells of other regions.
          AND NOT EXISTS (
            SELECT 1 FROM outbox p JOIN delivery e ON e.outbox_id = p.id AND e.workspace_id = p.workspace_id
            WHERE p.workspace_id = d.workspace_id AND p.probe_outage_id = o.probe_outage_id AND p.id < o.id
              AND e.channel_id = d.channel_id AND e.state IN ('pending', 'failed'))
        ORDER BY d.next_attempt_at, d.id
        LIMIT ${claimedOfChannelMax}) ready
      WHERE busy.of_channel + ready.place <= ${claimedOfChannelMax}),
    due AS (
      SELECT d.id
      FROM delivery d
      JOIN ranked r ON r.id = d.id
      -- Asked again, because another sender may have had it between the ranking and the lock.
      WHERE d.state IN ('pending', 'failed') AND d.next_attempt_at <= ${now}
        AND (d.claimed_until IS NULL OR d.claimed_until <= ${now}) AND r.place <= ${claimedOfWorkspaceMax}
      ORDER BY r.place, r.next_attempt_at
      LIMIT ${limit}
      FOR UPDATE OF d SKIP LOCKED)
    ${claimOfDue(now, claimedUntil)}`;
}

/**
 * What waits for digests: of each channel whose time has come, and that has none on its way, all of it that may be tried.
 * The channel is locked meanwhile, so that two senders do not share its digest out among them.
 */
function takeDigests(tx: Tx, now: Date, { limit, claimedUntil }: Taking): Promise<ClaimedRow[]> {
  return tx.$queryRaw<ClaimedRow[]>`
    WITH waiting AS (
      SELECT d.channel_id, d.workspace_id, min(d.next_attempt_at) AS since FROM delivery d
      WHERE d.in_digest AND d.state IN ('pending', 'failed')
      GROUP BY d.channel_id, d.workspace_id
      HAVING min(d.next_attempt_at) <= ${now}
        AND bool_and(d.claimed_until IS NULL OR d.claimed_until <= ${now})),
    ranked AS (
      SELECT w.channel_id, w.since, row_number() OVER (PARTITION BY w.workspace_id ORDER BY w.since) + (
        SELECT ${messagesOnTheirWay} FROM delivery b
        WHERE b.workspace_id = w.workspace_id AND b.claimed_until > ${now}) AS place
      FROM waiting w),
    turn AS (
      SELECT c.id FROM channel c JOIN ranked r ON r.channel_id = c.id
      WHERE r.place <= ${claimedOfWorkspaceMax}
      ORDER BY r.place, r.since
      LIMIT ${limit}
      FOR NO KEY UPDATE OF c SKIP LOCKED),
    due AS (
      SELECT ready.id FROM turn CROSS JOIN LATERAL (
        SELECT d.id FROM delivery d JOIN outbox o ON o.id = d.outbox_id
        WHERE d.channel_id = turn.id AND d.in_digest AND d.state IN ('pending', 'failed')
          AND (d.next_attempt_at <= ${now} OR d.attempts = 0)
          AND (d.claimed_until IS NULL OR d.claimed_until <= ${now})
          AND ${isNewest(now)}
        ORDER BY d.next_attempt_at, d.id
        LIMIT ${joinedMax}
        FOR UPDATE OF d SKIP LOCKED) ready)
    ${claimOfDue(now, claimedUntil)}`;
}

/** Of a workspace's claimed deliveries `b`, those of one digest being one message. */
const messagesOnTheirWay = Prisma.sql`
  count(*) FILTER (WHERE NOT b.in_digest) + count(DISTINCT b.channel_id) FILTER (WHERE b.in_digest)`;

/** Of one incident the newest, once nothing earlier is on its way to the channel of `d`, whose notice is `o`. */
function isNewest(now: Date): Prisma.Sql {
  return Prisma.sql`NOT EXISTS (
    SELECT 1 FROM outbox p JOIN delivery e ON e.outbox_id = p.id AND e.workspace_id = p.workspace_id
    WHERE p.workspace_id = d.workspace_id AND p.incident_id = o.incident_id AND p.id <> o.id
      AND e.channel_id = d.channel_id AND e.state IN ('pending', 'failed')
      AND (p.id > o.id OR e.claimed_until > ${now}))`;
}

/** Claims the deliveries of `due` and returns them as `ClaimedRow`s. */
function claimOfDue(now: Date, claimedUntil: Date): Prisma.Sql {
  return Prisma.sql`
    UPDATE delivery d
    SET claimed_until = ${claimedUntil}, attempts = d.attempts + 1,
      first_tried_at = COALESCE(d.first_tried_at, ${now})
    FROM due, outbox o, channel c, workspace w
    WHERE d.id = due.id AND o.id = d.outbox_id AND c.id = d.channel_id AND w.id = d.workspace_id
    RETURNING d.id AS "deliveryId", d.workspace_id AS "workspaceId", d.claimed_until AS "claimedUntil",
      d.attempts, d.first_tried_at AS "firstTriedAt", d.long_waits AS "longWaits",
      o.id AS "outboxId", o.notice, o.incident_id AS "incidentId", o.probe_outage_id AS "probeOutageId",
      c.id AS "channelId", c.kind, c.sealed, c.deleted_at IS NOT NULL AS "isGone", c.enabled AS "isEnabled",
      c.for_owners AS "forOwners", w.time_zone AS "timeZone",
      EXISTS (SELECT 1 FROM delivery m WHERE m.told_by = d.id AND m.state = 'merged') AS "hasMerged",
      EXISTS (
        SELECT 1 FROM outbox p JOIN delivery e ON e.outbox_id = p.id AND e.workspace_id = p.workspace_id
        WHERE p.workspace_id = d.workspace_id AND p.incident_id = o.incident_id AND p.id < o.id
          AND e.channel_id = d.channel_id AND e.state IN ('pending', 'failed')) AS "hasEarlier",
      (SELECT t.kept FROM channel_thread t
        WHERE t.workspace_id = d.workspace_id AND t.channel_id = c.id
          AND t.thread_key = o.notice->>'threadKey') AS thread,
      (SELECT json_build_object('name', f.name, 'kind', f.kind) FROM channel f
        WHERE f.workspace_id = d.workspace_id AND f.id = d.instead_of) AS "insteadOf"`;
}

/**
 * Merges what waits about the same incident into this delivery. False when another sender has taken an earlier one in
 * this moment: then this one waits for how that ends.
 */
async function mergeEarlier(tx: Tx, row: ClaimedRow, now: Date): Promise<boolean> {
  const { deliveryId, workspaceId, incidentId, outboxId, channelId } = row;
  await tx.$executeRaw`
    WITH earlier AS (
      SELECT e.id FROM delivery e JOIN outbox p ON p.id = e.outbox_id AND p.workspace_id = e.workspace_id
      WHERE p.workspace_id = ${workspaceId} AND p.incident_id = ${incidentId} AND p.id < ${outboxId}
        AND e.channel_id = ${channelId} AND e.state IN ('pending', 'failed')
        AND (e.claimed_until IS NULL OR e.claimed_until <= ${now})
      FOR UPDATE OF e SKIP LOCKED)
    UPDATE delivery SET state = 'merged', told_by = ${deliveryId}, next_attempt_at = NULL, claimed_until = NULL
    WHERE id IN (SELECT id FROM earlier)
      OR (state = 'merged' AND told_by IN (SELECT id FROM earlier))`;
  const left = await tx.delivery.count({
    where: {
      workspaceId,
      channelId,
      state: { in: ["pending", "failed"] },
      outbox: { incidentId, id: { lt: outboxId } },
    },
  });
  return left === 0;
}

/** As if it had not been claimed; looked at again in a moment. */
async function release(tx: Tx, { deliveryId, attempts }: ClaimedRow, now: Date): Promise<void> {
  await tx.delivery.update({
    where: { id: deliveryId },
    data: {
      claimedUntil: null,
      attempts: { decrement: 1 },
      nextAttemptAt: new Date(now.getTime() + 1000),
      ...(attempts === 1 && { firstTriedAt: null }),
    },
  });
}
