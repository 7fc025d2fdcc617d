import type { Tx } from "@rollcall/db";
import { AppError } from "@rollcall/domain/problem";
import type { ServiceContext } from "../context.ts";
import { type ChannelRow, channelIncludes } from "./to-channel-wire.ts";

/** The channel of this workspace, or `not_found`: also for another workspace's or a deleted one. */
export async function findChannel(
  reader: Pick<Tx, "channel">,
  ctx: ServiceContext,
  channelId: string,
): Promise<ChannelRow> {
  const row = await reader.channel.findFirst({
    where: { id: channelId, workspaceId: ctx.workspaceId, deletedAt: null, forOwners: false },
    include: channelIncludes,
  });
  if (row === null) throw new AppError("not_found", "There is no such channel.");
  return row;
}

/** The same, and nobody else changes it before this transaction ends: two changes of its sealed config lose neither. */
export async function lockChannel(tx: Tx, ctx: ServiceContext, channelId: string): Promise<ChannelRow> {
  await tx.$queryRaw`
    SELECT 1 FROM channel WHERE id = ${channelId} AND workspace_id = ${ctx.workspaceId} FOR UPDATE`;
  return findChannel(tx, ctx, channelId);
}
