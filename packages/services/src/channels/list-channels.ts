import type { Tx } from "@rollcall/db";
import type { ChannelWire } from "@rollcall/domain/wire";
import { requirePermission, requireWholeWorkspace, type ServiceContext } from "../context.ts";
import { findUnconfirmed } from "./confirmed-addresses.ts";
import { findChannel } from "./find-channel.ts";
import { channelIncludes, toChannelWire } from "./to-channel-wire.ts";

/** The workspace's channels by name, each with its last delivery. */
export async function listChannels(ctx: ServiceContext): Promise<ChannelWire[]> {
  requirePermission(ctx, "read");
  requireWholeWorkspace(ctx);
  const rows = await ctx.db.prisma.channel.findMany({
    where: { workspaceId: ctx.workspaceId, deletedAt: null, forOwners: false },
    include: channelIncludes,
    orderBy: [{ name: "asc" }, { id: "asc" }],
  });
  const addresses = rows.flatMap(({ config }) => addressesOf(config));
  const unconfirmed = await findUnconfirmed(ctx.db.prisma, ctx.workspaceId, [...new Set(addresses)]);
  return rows.map((row) => toChannelWire(row, unconfirmed));
}

/** One channel with its last delivery. */
export async function readChannel(ctx: ServiceContext, channelId: string): Promise<ChannelWire> {
  requirePermission(ctx, "read");
  requireWholeWorkspace(ctx);
  return readChannelWire(ctx.db.prisma, ctx, channelId);
}

/** The channel as the API shows it, inside a transaction or outside of one; the caller has authorised. */
export async function readChannelWire(
  reader: Pick<Tx, "channel" | "workspace" | "member" | "confirmedAddress">,
  ctx: ServiceContext,
  channelId: string,
): Promise<ChannelWire> {
  const row = await findChannel(reader, ctx, channelId);
  return toChannelWire(row, await findUnconfirmed(reader, ctx.workspaceId, addressesOf(row.config)));
}

function addressesOf(config: unknown): string[] {
  return (config as ChannelWire["config"]).to ?? [];
}
