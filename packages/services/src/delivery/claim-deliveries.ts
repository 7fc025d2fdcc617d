/** Takes due deliveries for one sender to send. */
import { type Database, inTransaction, type Tx } from "@rollcall/db";
import type { ChannelKind } from "@rollcall/domain/glossary";
import { channelKind } from "@rollcall/domain/glossary";
import { type Notice, notice } from "@rollcall/domain/notice";
import type { Sealer } from "@rollcall/runtime";
import { type ChannelConfig, openChannelConfig } from "../channels/channel-config.ts";
import { findUnconfirmed } from "../channels/confirmed-addresses.ts";
import { noticeSubject } from "./notice-subject.ts";
import { settleDelivery } from "./settle-delivery.ts";

/** A delivery that is ours until `claimedUntil`: send it, then `settleDelivery`. `attempts` counts this one. */
export type ClaimedDelivery = {
  deliveryId: string;
  workspaceId: string;
  claimedUntil: Date;
  attempts: number;
  kind: ChannelKind;
  config: ChannelConfig;
  notice: Notice;
};

export type ClaimDeps = { db: Database; now: () => Date; sealer: Sealer };

type ClaimedRow = {
  deliveryId: string;
  workspaceId: string;
  claimedUntil: Date;
  attempts: number;
  notice: unknown;
  incidentId: string | null;
  probeOutageId: string | null;
  isTest: boolean;
  channelId: string;
  kind: string;
  sealed: string;
  isGone: boolean;
  isEnabled: boolean;
};

/** So many of one workspace are on their way at once: its storm, or its slow receivers, hold back nobody else. */
const claimedOfWorkspaceMax = 15;

/**
 * Claims at most `limit` due deliveries for `claimMs` (longer than a send can take), workspaces in turn. Deliveries
 * about one thing to one channel keep their order: a recovery waits for its alert. What can never be sent is given up
 * at once.
 */
export async function claimDeliveries(
  deps: ClaimDeps,
  options: { limit: number; claimMs: number },
): Promise<ClaimedDelivery[]> {
  const now = deps.now();
  const rows = await inTransaction(deps.db, (tx) => claimRows(tx, now, options));
  const claimed: ClaimedDelivery[] = [];
  for (const row of rows) {
    const prepared = await prepare(deps, row);
    if (prepared.kind === "send") claimed.push(prepared.delivery);
    else await settleDelivery(deps, row, { kind: "refused", error: prepared.why }, null);
  }
  return claimed;
}

function claimRows(tx: Tx, now: Date, options: { limit: number; claimMs: number }): Promise<ClaimedRow[]> {
  const claimedUntil = new Date(now.getTime() + options.claimMs);
  return tx.$queryRaw<ClaimedRow[]>`
    WITH RECURSIVE waiting AS (
      (SELECT workspace_id FROM delivery WHERE state IN ('pending', 'failed') ORDER BY workspace_id LIMIT 1)
      UNION ALL
      SELECT (
        SELECT n.workspace_id FROM delivery n
        WHERE n.state IN ('pending', 'failed') AND n.workspace_id > w.workspace_id
        ORDER BY n.workspace_id LIMIT 1)
      FROM waiting w WHERE w.workspace_id IS NOT NULL),
    ranked AS (
      SELECT ready.id, ready.next_attempt_at,
        busy.claimed + row_number() OVER (PARTITION BY w.workspace_id ORDER BY ready.next_attempt_at, ready.id) AS place
      FROM waiting w
      CROSS JOIN LATERAL (
        SELECT count(*) AS claimed FROM delivery b
        WHERE b.workspace_id = w.workspace_id AND b.claimed_until > ${now}) busy
      CROSS JOIN LATERAL (
        SELECT d.id, d.next_attempt_at
        FROM delivery d
        JOIN outbox o ON o.id = d.outbox_id
        WHERE d.workspace_id = w.workspace_id AND d.state IN ('pending', 'failed')
          AND d.next_attempt_at <= ${now} AND (d.claimed_until IS NULL OR d.claimed_until <= ${now})
          AND NOT EXISTS (
            SELECT 1 FROM outbox p JOIN delivery e ON e.outbox_id = p.id AND e.workspace_id = p.workspace_id
            WHERE p.workspace_id = d.workspace_id AND p.incident_id = o.incident_id AND p.id < o.id
              AND e.channel_id = d.channel_id AND e.state IN ('pending', 'failed'))
          AND NOT EXISTS (
            SELECT 1 FROM outbox p JOIN delivery e ON e.outbox_id = p.id AND e.workspace_id = p.workspace_id
            WHERE p.workspace_id = d.workspace_id AND p.probe_outage_id = o.probe_outage_id AND p.id < o.id
              AND e.channel_id = d.channel_id AND e.state IN ('pending', 'failed'))
        ORDER BY d.next_attempt_at, d.id
        LIMIT ${claimedOfWorkspaceMax}) ready),
    due AS (
      SELECT d.id
      FROM delivery d
      JOIN ranked r ON r.id = d.id
      -- Asked again, because another sender may have had it between the ranking and the lock.
      WHERE d.state IN ('pending', 'failed') AND d.next_attempt_at <= ${now}
        AND (d.claimed_until IS NULL OR d.claimed_until <= ${now}) AND r.place <= ${claimedOfWorkspaceMax}
      ORDER BY r.place, r.next_attempt_at
      LIMIT ${options.limit}
      FOR UPDATE OF d SKIP LOCKED)
    UPDATE delivery d
    SET claimed_until = ${claimedUntil}, attempts = d.attempts + 1
    FROM due, outbox o, channel c
    WHERE d.id = due.id AND o.id = d.outbox_id AND c.id = d.channel_id
    RETURNING d.id AS "deliveryId", d.workspace_id AS "workspaceId", d.claimed_until AS "claimedUntil",
      d.attempts, o.notice, o.incident_id AS "incidentId", o.probe_outage_id AS "probeOutageId",
      o.channel_id IS NOT NULL AS "isTest",
      c.id AS "channelId", c.kind, c.sealed, c.deleted_at IS NOT NULL AS "isGone", c.enabled AS "isEnabled"`;
}

async function prepare(
  deps: ClaimDeps,
  row: ClaimedRow,
): Promise<{ kind: "send"; delivery: ClaimedDelivery } | { kind: "give_up"; why: string }> {
  if (row.isGone) return { kind: "give_up", why: "the channel was deleted" };
  if (!row.isEnabled && !row.isTest) return { kind: "give_up", why: "the channel is switched off" };
  const parsed = notice.safeParse(row.notice);
  const kind = channelKind.safeParse(row.kind);
  if (!parsed.success || !kind.success)
    return { kind: "give_up", why: "this notice was written by another version of Rollcall" };
  if (parsed.data.tone === "recovery" && !(await hasSentProblem(deps.db, row)))
    return { kind: "give_up", why: "the alert it answers never arrived here" };
  const config = openConfig(deps.sealer, row);
  if (config === null)
    return { kind: "give_up", why: "the channel's config does not open with this ROLLCALL_SECRET" };
  const confirmed = await keepConfirmed(deps.db, row.workspaceId, config);
  if (confirmed === null)
    return { kind: "give_up", why: "no address of this channel has confirmed that it wants notices" };
  const { deliveryId, workspaceId, claimedUntil, attempts } = row;
  const delivery = { deliveryId, workspaceId, claimedUntil, attempts, kind: kind.data, config: confirmed };
  return { kind: "send", delivery: { ...delivery, notice: parsed.data } };
}

function openConfig(sealer: Sealer, { channelId, kind, sealed }: ClaimedRow): ChannelConfig | null {
  try {
    return openChannelConfig(sealer, { id: channelId, kind, sealed });
  } catch {
    return null;
  }
}

/** The config with the addresses that may be written to; `null` when none is left. */
async function keepConfirmed(
  db: Database,
  workspaceId: string,
  config: ChannelConfig,
): Promise<ChannelConfig | null> {
  if (!("to" in config)) return config;
  const unconfirmed = await findUnconfirmed(db.prisma, workspaceId, config.to);
  const to = config.to.filter((address) => !unconfirmed.includes(address));
  return to.length === 0 ? null : { to };
}

async function hasSentProblem(db: Database, row: ClaimedRow): Promise<boolean> {
  const subject = noticeSubject(row);
  if (subject === null) return false;
  const sent = await db.prisma.delivery.count({
    where: {
      workspaceId: row.workspaceId,
      channelId: row.channelId,
      state: "sent",
      outbox: { ...subject, notice: { path: ["tone"], equals: "problem" } },
    },
  });
  return sent > 0;
}
