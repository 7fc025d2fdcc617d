import type { RegistryWire } from "@rollcall/domain/wire";
import { requirePermission, requireWholeWorkspace, type ServiceContext } from "../context.ts";
import { toRegistryWire } from "./to-registry-wire.ts";

/** The registries that the workspace has told us of, by host. */
export async function listRegistries(ctx: ServiceContext): Promise<RegistryWire[]> {
  requirePermission(ctx, "read");
  requireWholeWorkspace(ctx);
  const { workspaceId } = ctx;
  const rows = await ctx.db.prisma.registry.findMany({ where: { workspaceId }, orderBy: { host: "asc" } });
  return rows.map(toRegistryWire);
}
