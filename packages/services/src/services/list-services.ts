import type { ServiceWire } from "@rollcall/domain/wire";
import { requirePermission, type ServiceContext } from "../context.ts";
import { findService, serviceReach } from "./find-service.ts";
import { serviceIncludes, toServiceWires } from "./to-service-wire.ts";

/** The workspace's services by name, as far as the actor reaches. */
export async function listServices(ctx: ServiceContext): Promise<ServiceWire[]> {
  requirePermission(ctx, "read");
  const rows = await ctx.db.prisma.service.findMany({
    where: serviceReach(ctx),
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
