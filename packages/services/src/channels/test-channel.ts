import { setTimeout as delay } from "node:timers/promises";
import { inTransaction } from "@rollcall/db";
import type { DeliveryWire } from "@rollcall/domain/wire";
import { writeAudit } from "../audit.ts";
import { requirePermission, requireWholeWorkspace, type ServiceContext } from "../context.ts";
import { writeOutbox } from "../delivery/index.ts";
import { isAuthorChannel } from "../delivery/notice-author.ts";
import { toDeliveryWire } from "../incidents/to-incident-wire.ts";
import { findChannel } from "./find-channel.ts";
import { sampleNotice } from "./sample-notice.ts";

const waitMs = 8_000;
const pollMs = 150;

/**
 * Sends a sample, marked as one, through the same outbox and sender as a real notice, and waits a few seconds
 * for how it went. `null` when no notifier has taken it up by then; a `pending` delivery is still being tried.
 */
export async function testChannel(ctx: ServiceContext, channelId: string): Promise<DeliveryWire | null> {
  requirePermission(ctx, "write");
  requireWholeWorkspace(ctx);
  const channel = await findChannel(ctx.db.prisma, ctx, channelId);
  const outboxId = await inTransaction(ctx.db, async (tx) => {
    await writeAudit(tx, ctx, "channel.test", channelId, { name: channel.name });
    const item = {
      workspaceId: ctx.workspaceId,
      environmentId: null,
      incidentId: null,
      channelId,
      notice: {
        ...sampleNotice(ctx.baseUrl, channelId, ctx.now().getTime()),
        ...(isAuthorChannel(channel) && { actor: ctx.actor.name }),
      },
    };
    return writeOutbox(tx, item, ctx.now());
  });
  const givenUpAt = performance.now() + waitMs;
  for (;;) {
    const delivery = await findDelivery(ctx, outboxId);
    const isSettled = delivery !== null && delivery.state !== "pending";
    if (isSettled || performance.now() >= givenUpAt) return delivery;
    await delay(pollMs);
  }
}

async function findDelivery(ctx: ServiceContext, outboxId: string): Promise<DeliveryWire | null> {
  const row = await ctx.db.prisma.delivery.findFirst({
    where: { workspaceId: ctx.workspaceId, outboxId },
    include: { channel: true, outbox: { select: { notice: true } } },
  });
  return row === null ? null : toDeliveryWire(row);
}
