import { parseInput } from "@rollcall/domain/problem";
import { type DeliveryWire, deliveryState } from "@rollcall/domain/wire";
import { z } from "zod";
import { requirePermission, requireWholeWorkspace, type ServiceContext } from "../context.ts";
import { deliveryIncludes, toDeliveryWire } from "../incidents/to-incident-wire.ts";

/** `state=given_up` are the dead letters. `cursor` is the `nextCursor` of the page before. */
export const listDeliveriesQuery = z.strictObject({
  state: deliveryState.optional(),
  channel: z.string().max(64).optional(),
  cursor: z.string().max(64).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
});

/** The messages of the workspace, newest first. */
export async function listDeliveries(
  ctx: ServiceContext,
  query: z.input<typeof listDeliveriesQuery> = {},
): Promise<{ items: DeliveryWire[]; nextCursor: string | null }> {
  requirePermission(ctx, "read");
  requireWholeWorkspace(ctx);
  const { state, channel, cursor, limit } = parseInput(listDeliveriesQuery, query);
  const rows = await ctx.db.prisma.delivery.findMany({
    where: {
      workspaceId: ctx.workspaceId,
      ...(state && { state }),
      ...(channel && { channelId: channel }),
      ...(cursor && { id: { lt: cursor } }),
    },
    include: deliveryIncludes,
    orderBy: { id: "desc" },
    take: limit + 1,
  });
  const page = rows.slice(0, limit);
  return {
    items: page.map(toDeliveryWire),
    nextCursor: rows.length > limit ? (page.at(-1)?.id ?? null) : null,
  };
}
