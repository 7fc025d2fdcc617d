/** Writes down how an attempt to deliver ended. */
import { type Database, inTransaction, type Prisma, type Tx } from "@rollcall/db";
import { planAttempt } from "@rollcall/domain/delivery";
import type { DeliveryAttempt } from "@rollcall/domain/wire";
import { notifyWorkspace } from "../audit.ts";
import { disableChannel } from "./disable-channel.ts";
import { channelLabel } from "./match-channels.ts";
import { noteOnIncident } from "./note-on-incident.ts";

/** What a sender reports; the shape of `SendResult` in `@rollcall/notify`. */
export type AttemptResult =
  | { kind: "sent"; detail: string; answer?: string; thread?: unknown }
  | { kind: "retry"; error: string; detail?: string; retryAfterMs?: number }
  | { kind: "refused"; error: string; detail?: string; isChannelGone?: boolean };

/** How it went on: `given_up` is final and stands on the incident's timeline and at its channel. */
export type SettledAs = "sent" | "failed" | "given_up" | "not_ours";

/** A delivery in one sender's hands; `attempts` counts the one under way, `sealed` is the channel's config it goes by. */
export type Claim = {
  deliveryId: string;
  workspaceId: string;
  channelId: string;
  sealed: string;
  claimedUntil: Date;
  attempts: number;
  firstTriedAt: Date;
  longWaits: number;
};

type Ended = { settled: Exclude<SettledAs, "not_ours">; result: AttemptResult; now: Date };

/**
 * Settles a claimed delivery: sent, to be tried again by the schedule, or given up (refused, or out of attempts). A
 * receiver that is gone for good switches its channel off, and what a channel said before its config was changed is tried
 * again with the new one. A sender whose claim ran out may still report `sent`, nothing
 * else; repeating a report changes nothing.
 */
export async function settleDelivery(
  deps: { db: Database; now: () => Date; baseUrl: string },
  claim: Claim,
  reported: AttemptResult,
  durationMs: number | null,
): Promise<SettledAs> {
  const now = deps.now();
  return inTransaction(deps.db, async (tx) => {
    const result = (await isAsClaimed(tx, claim)) ? reported : aboutFormerConfig(reported);
    const next = planNext(claim, result, now, durationMs ?? 0);
    const settled = result.kind === "sent" ? "sent" : next === null ? "given_up" : "failed";
    if (!(await writeEnd(tx, claim, { settled, result, now, durationMs, next }))) return "not_ours";
    if (settled !== "failed") await tellEnd(tx, deps.baseUrl, claim, { settled, result, now });
    await notifyWorkspace(tx, claim.workspaceId);
    return settled;
  });
}

async function isAsClaimed(tx: Tx, { workspaceId, channelId, sealed }: Claim): Promise<boolean> {
  return (await tx.channel.count({ where: { id: channelId, workspaceId, sealed } })) === 1;
}

/** What an attempt says when the channel leads somewhere else by now: no refusal holds, and no thread goes on there. */
function aboutFormerConfig(result: AttemptResult): AttemptResult {
  if (result.kind === "sent") return { ...result, thread: undefined };
  return { ...result, kind: "retry" };
}

type Next = ReturnType<typeof planAttempt>;

function planNext(claim: Claim, result: AttemptResult, now: Date, tookMs: number): Next {
  if (result.kind !== "retry") return null;
  const { longWaits } = claim;
  const firstTriedAt = claim.firstTriedAt.getTime();
  const { retryAfterMs } = result;
  return planAttempt({ firstTriedAt, now: now.getTime(), tookMs, longWaits, retryAfterMs }, Math.random());
}

/** False when the delivery is no longer this sender's to settle. */
async function writeEnd(
  tx: Tx,
  claim: Claim,
  { settled, result, now, durationMs, next }: Ended & { durationMs: number | null; next: Next },
): Promise<boolean> {
  const isSent = settled === "sent";
  const said = result.kind === "sent" ? (result.answer ?? "accepted") : result.error.slice(0, 500);
  const attempt: DeliveryAttempt = {
    at: now.toISOString(),
    outcome: settled === "given_up" ? "refused" : settled,
    said,
    durationMs,
  };
  const count = await tx.$executeRaw`
    UPDATE delivery SET state = ${settled}, last_error = ${isSent ? null : said}, duration_ms = ${durationMs}::int,
      claimed_until = NULL, sent_at = ${isSent ? now : null}::timestamptz,
      next_attempt_at = ${next === null ? null : new Date(next.at)}::timestamptz,
      long_waits = ${next?.longWaits ?? claim.longWaits}, trail = trail || ${JSON.stringify(attempt)}::jsonb
    WHERE id = ${claim.deliveryId} AND workspace_id = ${claim.workspaceId}
      AND CASE WHEN ${isSent} THEN state <> 'sent'
        ELSE state IN ('pending', 'failed') AND claimed_until = ${claim.claimedUntil} END`;
  return count === 1;
}

async function tellEnd(tx: Tx, baseUrl: string, claim: Claim, ended: Ended): Promise<void> {
  const { workspaceId, deliveryId } = claim;
  const { result, now } = ended;
  const delivery = await tx.delivery.findUniqueOrThrow({
    where: { id: deliveryId },
    include: { channel: true, outbox: true },
  });
  if (result.kind === "sent" && result.thread !== undefined)
    await keepThread(tx, delivery, result.thread, now);
  if (result.kind === "refused" && result.isChannelGone)
    await disableChannel(tx, delivery.channel, { why: result.error, now, baseUrl });
  if (delivery.outbox.incidentId === null) return;
  await noteOnIncident(tx, {
    workspaceId,
    incidentId: delivery.outbox.incidentId,
    at: now,
    ...timelineLine(channelLabel(delivery.channel), claim.attempts, ended),
  });
}

function timelineLine(label: string, attempts: number, { settled, result }: Ended) {
  const tries = attempts === 1 ? "" : ` after ${attempts} attempts`;
  if (settled === "sent") return { type: "told" as const, text: `Told ${label}${tries}.` };
  const error = result.kind === "sent" ? "" : result.error.slice(0, 200);
  return { type: "not_told" as const, text: `${label} was not reached, given up${tries}: ${error}` };
}

type Told = Prisma.DeliveryGetPayload<{ include: { channel: true; outbox: true } }>;

async function keepThread(tx: Tx, { workspaceId, channelId, outbox }: Told, thread: unknown, now: Date) {
  const { threadKey } = outbox.notice as { threadKey: string };
  const key = { workspaceId, channelId, threadKey };
  const columns = { kept: thread as Prisma.InputJsonValue, updatedAt: now };
  await tx.channelThread.upsert({
    where: { workspaceId_channelId_threadKey: key },
    create: { ...key, ...columns },
    update: columns,
  });
}
