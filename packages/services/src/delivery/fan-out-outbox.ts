/** Turns notices in the outbox into one delivery per channel that asks for them. */
import { type Database, hasRows, inTransaction, newId, type Tx } from "@rollcall/db";
import { type Notice, notice } from "@rollcall/domain/notice";
import { notifyWorkspace } from "../audit.ts";
import {
  type ChannelMatch,
  type ChannelRule,
  describeMatches,
  describeRefusals,
  matchChannels,
} from "./match-channels.ts";
import { noteOnIncident } from "./note-on-incident.ts";
import { hasAuthor } from "./notice-author.ts";
import { type NoticeSubject, noticeSubject } from "./notice-subject.ts";
import { type PlannedTelling, planTellings } from "./plan-tellings.ts";
import { readToldChannels } from "./read-told-channels.ts";

type OutboxRow = {
  id: string;
  workspaceId: string;
  incidentId: string | null;
  probeOutageId: string | null;
  channelId: string | null;
  notice: unknown;
  createdAt: Date;
  isCalm: boolean;
};

/** So long what this program cannot read is left to one that can: while it is upgraded, both run. */
const unreadableMs = 120_000;

/**
 * Fans out at most `limit` notices in one transaction, and returns how many: first what waits of incidents that are
 * critical by now, then the oldest. Few at a time, because all of them wait for the slowest. Several notifiers may do it at
 * once, and a repeat adds nothing. A notice whose subject has an earlier one still waiting is left for the next sweep.
 */
export async function fanOutOutbox(deps: { db: Database; now: () => Date }, limit = 10): Promise<number> {
  // Asked every second, usually in vain: a transaction costs ten times as much.
  if (!(await hasRows(deps.db, "outbox WHERE fanned_out_at IS NULL ORDER BY created_at"))) return 0;
  return inTransaction(deps.db, async (tx) => {
    let fannedOut = 0;
    let after: Place = { isCalm: false, createdAt: new Date(0), id: "" };
    for (;;) {
      const wanted = limit - fannedOut;
      const rows = await readWaiting(tx, after, wanted);
      for (const row of rows) if (await fanOutInTurn(tx, row, deps.now())) fannedOut += 1;
      // What is left waiting fills no place: the rest is behind it.
      after = rows.at(-1) ?? after;
      if (rows.length < wanted || fannedOut === limit) return fannedOut;
    }
  });
}

type Place = Pick<OutboxRow, "isCalm" | "createdAt" | "id">;

/** Together with a critical goes what its incident has waiting before it: it must not overtake that. */
function readWaiting(tx: Tx, { isCalm, createdAt, id }: Place, limit: number): Promise<OutboxRow[]> {
  return tx.$queryRaw<OutboxRow[]>`
    WITH critical AS MATERIALIZED (
      SELECT COALESCE(incident_id, id) AS subject FROM outbox
      WHERE fanned_out_at IS NULL AND notice->>'severity' = 'critical')
    SELECT id, workspace_id AS "workspaceId", incident_id AS "incidentId",
      probe_outage_id AS "probeOutageId", channel_id AS "channelId", notice, created_at AS "createdAt",
      is_calm AS "isCalm"
    FROM outbox o CROSS JOIN LATERAL (
      SELECT COALESCE(o.incident_id, o.id) NOT IN (SELECT subject FROM critical) AS is_calm) rank
    WHERE fanned_out_at IS NULL AND (is_calm, created_at, id) > (${isCalm}, ${createdAt}, ${id})
    ORDER BY is_calm, created_at, id
    LIMIT ${limit}
    FOR UPDATE OF o SKIP LOCKED`;
}

/** False when it is left for the next sweep. */
async function fanOutInTurn(tx: Tx, row: OutboxRow, now: Date): Promise<boolean> {
  const isLeft = !isReadable(row) && now.getTime() - row.createdAt.getTime() < unreadableMs;
  if (isLeft || (await hasEarlierWaiting(tx, row))) return false;
  await fanOut(tx, row, now);
  return true;
}

function isReadable(row: OutboxRow): boolean {
  return notice.safeParse(row.notice).success;
}

/** A note stands alone in the outbox, so that no alert that still waits is merged into it; it is about its incident. */
function subjectOf(row: OutboxRow): NoticeSubject | null {
  const told = notice.safeParse(row.notice).data;
  return noticeSubject(told?.tone === "note" ? { incidentId: told.incidentId } : row);
}

async function hasEarlierWaiting(tx: Tx, row: OutboxRow): Promise<boolean> {
  const subject = subjectOf(row);
  if (subject === null) return false;
  const earlier = await tx.outbox.count({
    where: { workspaceId: row.workspaceId, ...subject, fannedOutAt: null, id: { lt: row.id } },
  });
  return earlier > 0;
}

async function fanOut(tx: Tx, row: OutboxRow, now: Date): Promise<void> {
  const { workspaceId, incidentId } = row;
  const parsed = notice.safeParse(row.notice);
  const planned = parsed.success ? await planDeliveries(tx, row, parsed.data, now) : [];
  await tx.delivery.createMany({
    data: planned.map((telling) => ({
      id: newId("dlv"),
      workspaceId,
      outboxId: row.id,
      state: "pending",
      createdAt: now,
      isUrgent: parsed.success && isUrgent(parsed.data),
      ...telling,
    })),
    skipDuplicates: true,
  });
  await tx.outbox.update({ where: { id: row.id }, data: { fannedOutAt: now } });
  if (!parsed.success && incidentId !== null)
    await noteOnIncident(tx, {
      workspaceId,
      incidentId,
      at: now,
      type: "not_told",
      text: "Nobody was told: this notice was written by another version of Rollcall and cannot be read.",
    });
  await notifyWorkspace(tx, workspaceId);
}

/** What must reach somebody: it goes to the fallback as well when its channel does not take it. */
function isUrgent({ tone, severity, sample, type }: Notice): boolean {
  return type === "channel.disabled" || (tone === "problem" && severity === "critical" && !sample);
}

/** One line when a problem goes to nobody, or when a channel that covers it does not hear of it or of its end. */
function whyNotTold({ tone }: Notice, matches: ChannelMatch[]): string | null {
  const isTold = matches.some((match) => match.isTold);
  if (tone === "problem" && !isTold) return describeMatches(matches);
  return tone === "problem" || tone === "recovery" ? describeRefusals(matches) : null;
}

async function planDeliveries(tx: Tx, row: OutboxRow, notice: Notice, now: Date): Promise<PlannedTelling[]> {
  const { workspaceId } = row;
  const { channelId } = row;
  if (channelId !== null) return [{ channelId, nextAttemptAt: now, inDigest: false, inThread: false }];
  const channels = await chooseChannels(tx, row, notice, now);
  return planTellings(tx, { workspaceId, notice, now }, channels);
}

async function chooseChannels(tx: Tx, row: OutboxRow, notice: Notice, now: Date): Promise<ChannelRule[]> {
  const { workspaceId, incidentId } = row;
  const channels: ChannelRule[] = await tx.channel.findMany({ where: { workspaceId, deletedAt: null } });
  const toldBefore = await readToldChannels(tx, workspaceId, subjectOf(row));
  const isAuthorKnown = await hasAuthor(tx, workspaceId, notice, channels);
  const matches = matchChannels(notice, channels, toldBefore, isAuthorKnown);
  const told = matches.filter((match) => match.isTold).map((match) => match.channel);
  const text = whyNotTold(notice, matches);
  if (text !== null && incidentId !== null)
    await noteOnIncident(tx, { workspaceId, incidentId, at: now, type: "not_told", text });
  return told;
}
