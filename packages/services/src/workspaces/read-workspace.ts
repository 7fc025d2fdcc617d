import type { Prisma } from "@rollcall/db";
import type { WorkspaceWire } from "@rollcall/domain/wire";
import { requirePermission, type ServiceContext } from "../context.ts";

/** The workspace the actor acts in. */
export async function readWorkspace(ctx: ServiceContext): Promise<WorkspaceWire> {
  requirePermission(ctx, "read");
  return toWorkspaceWire(await ctx.db.prisma.workspace.findUniqueOrThrow({ where: { id: ctx.workspaceId } }));
}

/** The workspace as the API shows it. */
export function toWorkspaceWire({ id, name, slug, plan, createdAt }: Prisma.WorkspaceModel): WorkspaceWire {
  return { id, name, slug, plan, createdAt: createdAt.toISOString() };
}
