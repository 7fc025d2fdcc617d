import type { Prisma } from "@rollcall/db";
import type { WorkspaceWire } from "@rollcall/domain/wire";
import { requirePermission, type ServiceContext } from "../context.ts";

/** The workspace the actor acts in. */
export async function readWorkspace(ctx: ServiceContext): Promise<WorkspaceWire> {
  requirePermission(ctx, "read");
  return toWorkspaceWire(await ctx.db.prisma.workspace.findUniqueOrThrow({ where: { id: ctx.workspaceId } }));
}

/** The workspace as the API shows it. */
export function toWorkspaceWire(row: Prisma.WorkspaceModel): WorkspaceWire {
  const { id, name, slug, plan, fallbackChannelId, timeZone, createdAt } = row;
  const { remindCriticalMinutes, remindWarningMinutes } = row;
  return {
    id,
    name,
    slug,
    plan,
    fallbackChannelId,
    timeZone,
    remindCriticalMinutes,
    remindWarningMinutes,
    createdAt: createdAt.toISOString(),
  };
}
