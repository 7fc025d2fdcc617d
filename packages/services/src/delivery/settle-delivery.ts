/** Writes down how an attempt to deliver ended. */
import { type Database, inTransaction, type Prisma, type Tx } from "@rollcall/db";
import { planAttempt } from "@rollcall/domain/delivery";
import type { DeliveryAttempt } from "@rollcall/domain/wire";
import { countOf, formatMoment } from "@rollcall/domain/words";
import { notifyWorkspace } from "../audit.ts";
import { disableChannel } from "./disable-channel.ts";
import { channelLabel } from "./match-channels.ts";
import { noteOnIncident } from "./note-on-incident.ts";
import { isAuthorChannel } from "./notice-author.ts";
import { settleJoined } from "./settle-joined.ts";

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

type Ended = {
  settled: Exclude<SettledAs, "not_ours">;
  result: AttemptResult;
  now: Date;
  /** How many others were told in the same message. */
  joined: number;
};

/**
 * Settles a claimed delivery: sent, to be tried again by the schedule, or given up (refused, or out of attempts). A
 * receiver that is gone for good switches its channel off, and what a channel said before its config was changed is tried
 * again with the new one. A sender whose claim ran out may still report `sent`, nothing else; repeating a report changes
 * nothing. What was told in the same digest (`alsoTold`) ends as it did, each by its own schedule.
 */
export async function settleDelivery(
  deps: { db: Database; now: () => Date; baseUrl: string },
  claim: Claim & { alsoTold?: readonly Claim[] },
  reported: AttemptResult,
  durationMs: number | null,
): Promise<SettledAs> {
  const { alsoTold = [] } = claim;
  const attempt = { now: deps.now(), durationMs, jitter: Math.random(), joined: alsoTold.length };
  return inTransaction(deps.db, async (tx) => {
    const result = (await isAsClaimed(tx, claim)) ? reported : aboutFormerConfig(reported);
    const settled = await settleOne(tx, deps.baseUrl, claim, { ...attempt, result });
    if (result.kind === "sent") await settleOthers(tx, claim, alsoTold, { ...attempt, result });
    else for (const other of alsoTold) await settleOne(tx, deps.baseUrl, other, { ...attempt, result });
    if (settled !== "not_ours") await notifyWorkspace(tx, claim.workspaceId);
    return settled;
  });
}

type Attempt = Omit<Ended, "settled"> & { durationMs: number | null; jitter: number };

async function settleOne(tx: Tx, baseUrl: string, claim: Claim, attempt: Attempt): Promise<SettledAs> {
  const { result, joined } = attempt;
  // What is wrong with a digest may be wrong with one notice in it: each is tried alone before it is given up.
  const isToPart = joined > 0 && result.kind === "refused" && !result.isChannelGone;
  const next = planNext(claim, isToPart ? { ...result, kind: "retry" } : result, attempt);
  const settled: Ended["settled"] = result.kind === "sent" ? "sent" : next === null ? "given_up" : "failed";
  const ended = { ...attempt, settled, next, inDigest: !isToPart };
  if (!(await writeEnd(tx, claim, ended))) return "not_ours";
  if (settled !== "failed") await tellEnd(tx, baseUrl, claim, ended);
  return settled;
}

async function settleOthers(
  tx: Tx,
  { workspaceId, channelId, deliveryId: toldBy }: Claim,
  others: readonly Claim[],
  attempt: Attempt,
): Promise<void> {
  if (others.length === 0) return;
  const { now, durationMs } = attempt;
  const ended: Ended = { ...attempt, settled: "sent" };
  const label = channelLabel(await tx.channel.findUniqueOrThrow({ where: { id: channelId } }));
  const line = (attempts: number) => timelineLine(label, attempts, ended);
  const taken = { toldBy, now, durationMs, attempt: describeAttempt(ended, durationMs), line };
  await settleJoined(tx, workspaceId, others, taken);
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

function planNext(claim: Claim, result: AttemptResult, { now, durationMs, jitter }: Attempt): Next {
  if (result.kind !== "retry") return null;
  const { longWaits } = claim;
  const firstTriedAt = claim.firstTriedAt.getTime();
  const { retryAfterMs } = result;
  const tookMs = durationMs ?? 0;
  return planAttempt({ firstTriedAt, now: now.getTime(), tookMs, longWaits, retryAfterMs }, jitter);
}

/** False when the delivery is no longer this sender's to settle. */
async function writeEnd(
  tx: Tx,
  claim: Claim,
  ended: Ended & { durationMs: number | null; next: Next; inDigest: boolean },
): Promise<boolean> {
  const { settled, now, durationMs, next, inDigest } = ended;
  const isSent = settled === "sent";
  const attempt = describeAttempt(ended, durationMs);
  const count = await tx.$executeRaw`
    UPDATE delivery SET state = ${settled}, last_error = ${isSent ? null : attempt.said}, duration_ms = ${durationMs}::int,
      claimed_until = NULL, sent_at = ${isSent ? now : null}::timestamptz,
      next_attempt_at = ${next === null ? null : new Date(next.at)}::timestamptz,
      long_waits = ${next?.longWaits ?? claim.longWaits}, in_digest = in_digest AND ${inDigest},
      trail = trail || ${JSON.stringify(attempt)}::jsonb
    WHERE id = ${claim.deliveryId} AND workspace_id = ${claim.workspaceId}
      AND CASE WHEN ${isSent} THEN state <> 'sent'
        ELSE state IN ('pending', 'failed') AND claimed_until = ${claim.claimedUntil} END`;
  return count === 1;
}

function describeAttempt({ settled, result, now }: Ended, durationMs: number | null): DeliveryAttempt {
  const said = result.kind === "sent" ? (result.answer ?? "accepted") : result.error.slice(0, 500);
  return { at: now.toISOString(), outcome: settled === "given_up" ? "refused" : settled, said, durationMs };
}

async function tellEnd(tx: Tx, baseUrl: string, claim: Claim, ended: Ended): Promise<void> {
  const { workspaceId, deliveryId } = claim;
  const { result, now, joined } = ended;
  const delivery = await tx.delivery.findUniqueOrThrow({
    where: { id: deliveryId },
    include: { channel: true, outbox: true },
  });
  if (result.kind === "sent" && result.thread !== undefined && joined === 0)
    await keepThread(tx, delivery, result.thread, now);
  // That one author is gone says nothing of the others.
  if (result.kind === "refused" && result.isChannelGone && !isAuthorChannel(delivery.channel))
    await disableChannel(tx, delivery.channel, { why: result.error, now, baseUrl });
  if (delivery.outbox.incidentId === null) return;
  await noteOnIncident(tx, {
    workspaceId,
    incidentId: delivery.outbox.incidentId,
    at: now,
    ...timelineLine(channelLabel(delivery.channel), claim.attempts, ended),
  });
}

function timelineLine(label: string, attempts: number, { settled, result, now, joined }: Ended) {
  const tries = attempts === 1 ? "" : ` after ${attempts} attempts`;
  const digest =
    joined === 0 ? "" : ` in the digest of ${formatMoment(now.getTime())}, with ${countOf(joined, "other")}`;
  if (settled === "sent") return { type: "told" as const, text: `Told ${label}${digest}${tries}.` };
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
