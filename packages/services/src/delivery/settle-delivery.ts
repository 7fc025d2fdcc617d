/** Writes down how an attempt to deliver ended. */
import { type Database, inTransaction, type Tx } from "@rollcall/db";
import { notifyWorkspace } from "../audit.ts";
import { writeTimelineEntry } from "../incidents/timeline.ts";
import { nextAttemptWaitMs } from "./delivery-schedule.ts";
import { channelLabel } from "./match-channels.ts";

/** What a sender reports; the shape of `SendResult` in `@rollcall/notify`. */
export type AttemptResult =
  | { kind: "sent"; detail: string }
  | { kind: "retry"; error: string; detail?: string; retryAfterMs?: number }
  | { kind: "refused"; error: string; detail?: string };

/** How it went on: `given_up` is final and stands on the incident's timeline and at its channel. */
export type SettledAs = "sent" | "failed" | "given_up" | "not_ours";

type Claim = { deliveryId: string; workspaceId: string; claimedUntil: Date; attempts: number };

/**
 * Settles a claimed delivery: sent, to be tried again by the schedule, or given up (refused, or out of attempts).
 * A sender whose claim ran out may still report `sent`, nothing else; repeating a report changes nothing.
 */
export async function settleDelivery(
  deps: { db: Database; now: () => Date },
  claim: Claim,
  result: AttemptResult,
  durationMs: number | null,
): Promise<SettledAs> {
  const now = deps.now();
  const waitMs =
    result.kind === "retry" ? nextAttemptWaitMs(claim.attempts, Math.random(), result.retryAfterMs) : null;
  const settled = result.kind === "sent" ? "sent" : waitMs === null ? "given_up" : "failed";
  return inTransaction(deps.db, async (tx) => {
    const { count } = await tx.delivery.updateMany({
      where: {
        id: claim.deliveryId,
        workspaceId: claim.workspaceId,
        state: settled === "sent" ? { not: "sent" } : { in: ["pending", "failed"] },
        ...(settled !== "sent" && { claimedUntil: claim.claimedUntil }),
      },
      data: {
        state: settled,
        lastError: result.kind === "sent" ? null : result.error.slice(0, 500),
        durationMs,
        claimedUntil: null,
        sentAt: settled === "sent" ? now : null,
        nextAttemptAt: waitMs === null ? null : new Date(now.getTime() + waitMs),
      },
    });
    if (count === 0) return "not_ours";
    if (settled !== "failed") await noteOnTimeline(tx, claim, settled, result, now);
    await notifyWorkspace(tx, claim.workspaceId);
    return settled;
  });
}

async function noteOnTimeline(
  tx: Tx,
  claim: Claim,
  settled: "sent" | "given_up",
  result: AttemptResult,
  now: Date,
): Promise<void> {
  const delivery = await tx.delivery.findUniqueOrThrow({
    where: { id: claim.deliveryId },
    include: { channel: true, outbox: { select: { incidentId: true } } },
  });
  if (delivery.outbox.incidentId === null) return;
  const label = channelLabel(delivery.channel);
  const error = result.kind === "sent" ? "" : result.error.slice(0, 200);
  const tries = claim.attempts === 1 ? "" : ` after ${claim.attempts} attempts`;
  await writeTimelineEntry(tx, {
    workspaceId: claim.workspaceId,
    incidentId: delivery.outbox.incidentId,
    at: now,
    type: settled === "sent" ? "told" : "not_told",
    text:
      settled === "sent" ? `Told ${label}${tries}.` : `${label} was not reached, given up${tries}: ${error}`,
  });
}
