import type { MemberRole } from "@rollcall/domain/glossary";
import { requirePermission, requireWholeWorkspace, type ServiceContext } from "../context.ts";

export type MemberView = { userId: string; name: string; email: string; role: MemberRole; since: string };

/** The people of the workspace, the longest-standing first. */
export async function listMembers(ctx: ServiceContext): Promise<MemberView[]> {
  requirePermission(ctx, "read");
  requireWholeWorkspace(ctx);
  const rows = await ctx.db.prisma.member.findMany({
    where: { workspaceId: ctx.workspaceId },
    include: { user: true },
    orderBy: [{ createdAt: "asc" }, { userId: "asc" }],
  });
  return rows.map(({ userId, role, createdAt, user }) => ({
    userId,
    name: user.name,
    email: user.email,
    role: role as MemberRole,
    since: createdAt.toISOString(),
  }));
}
