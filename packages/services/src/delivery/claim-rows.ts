/** Taking the due deliveries that a sender may have: SKIP LOCKED and `claimed_until`. */
import { type Database, hasRows, inTransaction, Prisma, type Tx } from "@rollcall/db";
import { chooseHeads, isDue, isNewest } from "./choose-heads.ts";

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

/** One message: a delivery, or those of a digest. `isSlow`: for a channel that does not take messages in time. */
export type ClaimedMessage = { rows: ClaimedRow[]; isSlow: boolean };

/** So much is told in one digest; the rest goes into the next one, at once. */
const joinedMax = 500;

/**
 * Claims due messages for `claimMs`, as `chooseHeads` ranks them: at most `limit` for channels that answer in time and
 * `slowLimit` for the others. A message is one delivery, or all that waits for a channel's digest. What waits for one
 * channel about one incident is taken together: the newest is claimed and the earlier are merged into it. Nothing is
 * claimed while an earlier message about the same thing to the same channel is on its way.
 */
export async function claimRows(
  db: Database,
  now: Date,
  { limit, slowLimit, claimMs }: { limit: number; slowLimit: number; claimMs: number },
): Promise<ClaimedMessage[]> {
  // Asked every second, usually in vain: ranking nothing costs ten times as much.
  if (!(await hasRows(db, "delivery WHERE state IN ('pending', 'failed') ORDER BY channel_id"))) return [];
  const taking = { now, claimMs, claimedUntil: new Date(now.getTime() + claimMs) };
  return inTransaction(db, async (tx) => [
    ...(await takeMessages(tx, { ...taking, isSlow: false, limit })),
    ...(await takeMessages(tx, { ...taking, isSlow: true, limit: slowLimit })),
  ]);
}

type Taking = { now: Date; claimMs: number; claimedUntil: Date; isSlow: boolean; limit: number };

async function takeMessages(tx: Tx, taking: Taking): Promise<ClaimedMessage[]> {
  const { now, isSlow } = taking;
  const heads = await chooseHeads(tx, taking);
  const digests = heads.filter(({ inDigest }) => inDigest).map(({ id }) => id);
  const singles = heads.filter(({ inDigest }) => !inDigest).map(({ id }) => id);
  const messages = [
    ...groupByChannel(digests.length === 0 ? [] : await takeDigests(tx, digests, taking)),
    ...(singles.length === 0 ? [] : await takeSingles(tx, singles, taking)).map((row) => [row]),
  ];
  const taken: ClaimedMessage[] = [];
  for (const message of messages) {
    const rows: ClaimedRow[] = [];
    for (const row of message) {
      if (!row.hasEarlier) rows.push(row);
      else if (await mergeEarlier(tx, row, now)) rows.push({ ...row, hasMerged: true });
      else await release(tx, row, now);
    }
    if (rows.length > 0) taken.push({ rows, isSlow });
  }
  return taken;
}

function groupByChannel(rows: ClaimedRow[]): ClaimedRow[][] {
  const groups = new Map<string, ClaimedRow[]>();
  for (const row of rows) groups.set(row.channelId, [...(groups.get(row.channelId) ?? []), row]);
  return [...groups.values()];
}

/** The deliveries were locked when they were chosen. */
function takeSingles(tx: Tx, ids: string[], { now, claimedUntil }: Taking): Promise<ClaimedRow[]> {
  return tx.$queryRaw<ClaimedRow[]>`
    WITH due AS (SELECT unnest(${ids}::text[]) AS id)
    ${claimOfDue(now, claimedUntil)}`;
}

/**
 * With each of these deliveries all that waits for a digest of its channel and may be tried; of a channel to authors only
 * what has the same one. The channel is locked meanwhile, so that two senders do not share its digest out among them.
 */
function takeDigests(tx: Tx, ids: string[], { now, claimedUntil }: Taking): Promise<ClaimedRow[]> {
  return tx.$queryRaw<ClaimedRow[]>`
    WITH turn AS (
      SELECT c.id, c.config->>'author' = 'true' AS is_to_author, h.notice->>'actor' AS actor
      FROM delivery first JOIN outbox h ON h.id = first.outbox_id JOIN channel c ON c.id = first.channel_id
      WHERE first.id = ANY(${ids}) AND NOT EXISTS (
        SELECT 1 FROM delivery b
        WHERE b.workspace_id = c.workspace_id AND b.channel_id = c.id AND b.in_digest AND b.claimed_until > ${now})
      FOR NO KEY UPDATE OF c SKIP LOCKED),
    due AS (
      SELECT ready.id FROM turn CROSS JOIN LATERAL (
        SELECT d.id FROM delivery d JOIN outbox o ON o.id = d.outbox_id
        WHERE d.channel_id = turn.id AND d.in_digest AND d.state IN ('pending', 'failed')
          AND (${isDue(now)} OR d.attempts = 0)
          AND (d.claimed_until IS NULL OR d.claimed_until <= ${now})
          AND (turn.is_to_author IS NOT TRUE OR o.notice->>'actor' IS NOT DISTINCT FROM turn.actor)
          AND ${isNewest(now)}
        ORDER BY d.next_attempt_at, d.id
        LIMIT ${joinedMax}
        FOR UPDATE OF d SKIP LOCKED) ready)
    ${claimOfDue(now, claimedUntil)}`;
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
