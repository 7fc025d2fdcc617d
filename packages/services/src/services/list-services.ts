import type { ServiceWire } from "@rollcall/domain/wire";
import { requirePermission, type ServiceContext } from "../context.ts";
import { findService } from "./find-service.ts";
import { serviceIncludes, toServiceWires } from "./to-service-wire.ts";

/** The workspace's services by name, as far as the actor reaches. */
export async function listServices(ctx: ServiceContext): Promise<ServiceWire[]> {
  requirePermission(ctx, "read");
  const reach =
    ctx.actor.kind === "token" && ctx.actor.services.length > 0 ? { in: ctx.actor.services } : undefined;
  const rows = await ctx.db.prisma.service.findMany({
    where: { workspaceId: ctx.workspaceId, name: reach },
    include: serviceIncludes,
    orderBy: { name: "asc" },
  });
  return toServiceWires(ctx, rows);
}

/** One service by id or name, as the API shows it. */
export async function readServiceWire(ctx: ServiceContext, idOrName: string): Promise<ServiceWire> {
  requirePermission(ctx, "read");
  const row = await findService(ctx.db.prisma, ctx, idOrName);
  const [wire] = await toServiceWires(ctx, [row]);
  if (wire === undefined) throw new Error("a service that was found has no wire form");
  return wire;
}
