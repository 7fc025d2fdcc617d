/**
 * Wakes other processes through PostgreSQL NOTIFY. Sent inside the transaction that changed something,
 * so that nobody is woken for what was rolled back; a lost message costs at most one sweep or page refresh.
 * `notifyWorkspace` stands in `audit.ts`.
 */
import { notifyInTransaction, type Tx } from "@rollcall/db";

/** Channel of a deploy's live page and long-polls; payload `{ workspaceId, deployId, seq }`. */
export const deployChannel = "rollcall_deploy";
/** Channel of the notifier, woken by a trigger on the outbox; the payload is empty. */
export const outboxChannel = "rollcall_outbox";
/** Channel of the scheduler; payload `{ monitorId, regions }`: probe again at once to confirm a failure. */
export const confirmChannel = "rollcall_confirm";

/** Tells live pages and gates that the deploy has an event with sequence `seq`. */
export async function notifyDeploy(
  tx: Tx,
  change: { workspaceId: string; deployId: string; seq: number },
): Promise<void> {
  await notifyInTransaction(tx, deployChannel, JSON.stringify(change));
}

/** Asks the scheduler to probe a monitor again at once in these regions. */
export async function notifyConfirm(
  tx: Tx,
  confirm: { monitorId: string; regions: string[] },
): Promise<void> {
  await notifyInTransaction(tx, confirmChannel, JSON.stringify(confirm));
}
