import type { TokenWire } from "@rollcall/domain/wire";
import { requirePermission, requireWholeWorkspace, type ServiceContext } from "../context.ts";
import { toTokenWire } from "./to-token-wire.ts";

/** Every token of the workspace, newest first, revoked ones included; secrets are not kept and not shown. */
export async function listTokens(ctx: ServiceContext): Promise<TokenWire[]> {
  requirePermission(ctx, "read");
  requireWholeWorkspace(ctx);
  const rows = await ctx.db.prisma.apiToken.findMany({
    where: { workspaceId: ctx.workspaceId },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take: 500,
  });
  return rows.map(toTokenWire);
}
