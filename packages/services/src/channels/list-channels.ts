import type { ChannelWire } from "@rollcall/domain/wire";
import { requirePermission, requireWholeWorkspace, type ServiceContext } from "../context.ts";
import { findChannel } from "./find-channel.ts";
import { channelIncludes, toChannelWire } from "./to-channel-wire.ts";

/** The workspace's channels by name, each with its last delivery. */
export async function listChannels(ctx: ServiceContext): Promise<ChannelWire[]> {
  requirePermission(ctx, "read");
  requireWholeWorkspace(ctx);
  const rows = await ctx.db.prisma.channel.findMany({
    where: { workspaceId: ctx.workspaceId, deletedAt: null },
    include: channelIncludes,
    orderBy: [{ name: "asc" }, { id: "asc" }],
  });
  return rows.map(toChannelWire);
}

/** One channel with its last delivery. */
export async function readChannel(ctx: ServiceContext, channelId: string): Promise<ChannelWire> {
  requirePermission(ctx, "read");
  requireWholeWorkspace(ctx);
  return toChannelWire(await findChannel(ctx.db.prisma, ctx, channelId));
}
