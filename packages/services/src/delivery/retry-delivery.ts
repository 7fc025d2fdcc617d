import { inTransaction, notifyInTransaction, type Tx } from "@rollcall/db";
import { AppError } from "@rollcall/domain/problem";
import type { DeliveryWire } from "@rollcall/domain/wire";
import { notifyWorkspace, writeAudit } from "../audit.ts";
import { requirePermission, requireWholeWorkspace, type ServiceContext } from "../context.ts";
import { deliveryIncludes, toDeliveryWire } from "../incidents/to-incident-wire.ts";
import { outboxChannel } from "../live-notify.ts";
import { noticeSubject } from "./notice-subject.ts";

/**
 * Has a message that failed or was given up tried again now, with the whole schedule ahead of it. What else was given up
 * about the same thing for the same channel goes along, so that the channel hears the truth of today in one message.
 */
export async function retryDelivery(ctx: ServiceContext, deliveryId: string): Promise<DeliveryWire> {
  requirePermission(ctx, "write");
  requireWholeWorkspace(ctx);
  const { workspaceId } = ctx;
  return inTransaction(ctx.db, async (tx) => {
    const now = ctx.now();
    const found = await findDelivery(tx, ctx, deliveryId);
    requireRetriable(found, now);
    const subject = noticeSubject(found.outbox);
    await tx.delivery.updateMany({
      where: {
        workspaceId,
        channelId: found.channelId,
        AND: [
          { OR: [{ claimedUntil: null }, { claimedUntil: { lte: now } }] },
          { OR: [{ id: deliveryId }, ...(subject === null ? [] : [{ state: "given_up", outbox: subject }])] },
        ],
      },
      data: { state: "pending", nextAttemptAt: now, firstTriedAt: null, longWaits: 0 },
    });
    await writeAudit(tx, ctx, "delivery.retry", deliveryId, { channel: found.channel.name });
    await notifyInTransaction(tx, outboxChannel, "");
    await notifyWorkspace(tx, workspaceId);
    return toDeliveryWire(await findDelivery(tx, ctx, deliveryId));
  });
}

async function findDelivery(tx: Tx, { workspaceId }: ServiceContext, id: string) {
  const row = await tx.delivery.findFirst({ where: { workspaceId, id }, include: deliveryIncludes });
  if (row === null) throw new AppError("not_found", "There is no such delivery.");
  return row;
}

function requireRetriable(
  { state, channel, claimedUntil }: Awaited<ReturnType<typeof findDelivery>>,
  now: Date,
): void {
  if (state !== "given_up" && state !== "failed")
    throw new AppError("conflict", "Only a message that failed or was given up can be tried again.");
  if (claimedUntil !== null && claimedUntil > now)
    throw new AppError("conflict", "It is being tried in this moment.");
  if (channel.deletedAt !== null) throw new AppError("conflict", "Its channel was deleted.");
  if (!channel.enabled)
    throw new AppError("conflict", "Its channel is switched off: switch it on, then try again.");
}
