import { inTransaction } from "@rollcall/db";
import { notifyWorkspace, writeAudit } from "../audit.ts";
import { requirePermission, requireWholeWorkspace, type ServiceContext } from "../context.ts";
import { tellChannelMended } from "../delivery/disable-channel.ts";
import { findChannel } from "./find-channel.ts";

/** Ends a channel: nothing is sent to it any more; what was delivered stays on the incidents' pages. */
export async function deleteChannel(ctx: ServiceContext, channelId: string): Promise<void> {
  requirePermission(ctx, "write");
  requireWholeWorkspace(ctx);
  await inTransaction(ctx.db, async (tx) => {
    const channel = await findChannel(tx, ctx, channelId);
    await tellChannelMended(tx, channel, { now: ctx.now(), baseUrl: ctx.baseUrl });
    await tx.channel.update({ where: { id: channelId }, data: { deletedAt: ctx.now() } });
    await tx.workspace.updateMany({
      where: { id: ctx.workspaceId, fallbackChannelId: channelId },
      data: { fallbackChannelId: null },
    });
    await writeAudit(tx, ctx, "channel.delete", channelId, { name: channel.name });
    await notifyWorkspace(tx, ctx.workspaceId);
  });
}
