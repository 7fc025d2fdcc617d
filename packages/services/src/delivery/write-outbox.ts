/**
 * The outbox: how a notice leaves the transaction that caused it, and what breaks it.
 *
 * 1. The judge (or a verb) writes verdict, incident and one Outbox row in one transaction. Either all of it
 *    happened or none: no alert without an incident, no incident without its alert.
 * 2. The notifier wakes on NOTIFY `rollcall_outbox`, or within a second by its sweep, and turns each row into one
 *    Delivery per matching channel (`fanOutOutbox`). Unique (outboxId, channelId) makes a repeat harmless.
 * 3. A sender claims due deliveries for a while (`claimDeliveries`, SKIP LOCKED and `claimedUntil`), sends, and
 *    settles (`settleDelivery`). If it dies in between, the claim runs out and another sends again.
 * 4. What waits for one channel about one incident is claimed together: the newest carries it, under its own id, the
 *    earlier ones are `merged` into it. What a late message says is composed at the claim (`composeNotice`): the truth
 *    of that moment.
 * 5. In a storm a delivery waits for its channel's digest (`planTellings`): what waits is claimed together, sent as one
 *    message, and settled each for itself.
 * 6. An urgent delivery that fails for 60 s, or is refused, gets a second one to the fallback (`fallBack`).
 *
 * What breaks it:
 * - A crash after the receiver took the message and before `settleDelivery` commits sends it twice. Nothing can
 *   prevent that from our side; the delivery id goes along (Message-ID, header), so that a receiver can tell. This is
 *   why a merged message goes under the id of the newest: a receiver that knows the earlier id would drop the news.
 * - A claim shorter than the slowest send does the same without a crash: keep `claimMs` above the senders' timeout.
 * - Fanning out a recovery before its problem would find nobody told and lose it: rows about one thing are
 *   fanned out in order, and a delivery waits while an earlier one about it is on its way to its channel.
 * - A notice that a newer program wrote and this one cannot read is left to a newer notifier; where there is none, it is
 *   given up, loudly.
 */
import { newId, type Tx } from "@rollcall/db";
import type { Notice } from "@rollcall/domain/notice";

/** A notice to tell; `channelId` for one that goes to that channel alone, whatever it asks for, such as a test. */
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
