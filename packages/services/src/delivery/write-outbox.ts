/**
 * The outbox: how a notice leaves the transaction that caused it, and what breaks it.
 *
 * 1. The judge (or a verb) writes verdict, incident and one Outbox row in one transaction. Either all of it
 *    happened or none: no alert without an incident, no incident without its alert.
 * 2. The notifier wakes on NOTIFY `rollcall_outbox`, or within a second by its sweep, and turns each row into one
 *    Delivery per matching channel (`fanOutOutbox`). Unique (outboxId, channelId) makes a repeat harmless.
 * 3. A sender claims due deliveries for a while (`claimDeliveries`, SKIP LOCKED and `claimedUntil`), sends, and
 *    settles (`settleDelivery`). If it dies in between, the claim runs out and another sends again.
 *
 * What breaks it:
 * - A crash after the receiver took the message and before `settleDelivery` commits sends it twice. Nothing can
 *   prevent that from our side; the delivery id goes along (Message-ID, header), so that a receiver can tell.
 * - A claim shorter than the slowest send does the same without a crash: keep `claimMs` above the senders' timeout.
 * - Fanning out a recovery before its problem would find nobody told and lose it: rows about one thing are
 *   fanned out in order, and a delivery waits for the earlier ones about it to its channel.
 * - A notice that a newer program wrote and this one cannot read is given up, loudly, not retried for ever.
 */
import { newId, type Tx } from "@rollcall/db";
import type { Notice } from "@rollcall/domain/notice";

/** A notice to tell; `channelId` only for a test, which goes to that channel whatever it asks for. */
export type OutboxItem = {
  workspaceId: string;
  environmentId: string | null;
  incidentId: string | null;
  /** Of a notice that is about a probe outage. */
  probeOutageId?: string;
  channelId: string | null;
  notice: Notice;
};

/** Puts a notice into the outbox in the transaction of its cause; a trigger wakes the notifier at commit. Returns its id. */
export async function writeOutbox(tx: Tx, item: OutboxItem, now: Date): Promise<string> {
  const id = newId("out");
  await tx.outbox.create({ data: { id, ...item, createdAt: now } });
  return id;
}
