import type { Prisma } from "@rollcall/db";
import { memberRole } from "@rollcall/domain/glossary";
import type { MemberWire } from "@rollcall/domain/wire";
import { requirePermission, requireWholeWorkspace, type ServiceContext } from "../context.ts";

/** The people of the workspace, the longest-standing first. */
export async function listMembers(ctx: ServiceContext): Promise<MemberWire[]> {
  requirePermission(ctx, "read");
  requireWholeWorkspace(ctx);
  const rows = await ctx.db.prisma.member.findMany({
    where: { workspaceId: ctx.workspaceId },
    include: { user: true },
    orderBy: [{ createdAt: "asc" }, { userId: "asc" }],
  });
  return rows.map(toMemberWire);
}

type MemberRow = Prisma.MemberGetPayload<{ include: { user: true } }>;

/** The member as the API shows them. */
export function toMemberWire({ userId, role, handles, createdAt, user }: MemberRow): MemberWire {
  return {
    userId,
    name: user.name,
    email: user.email,
    role: memberRole.parse(role),
    handles,
    since: createdAt.toISOString(),
  };
}
