import type { Database } from "@rollcall/db";
import type { MemberRole } from "@rollcall/domain/glossary";

/** A workspace as one of its members sees it. */
export type Membership = {
  workspaceId: string;
  slug: string;
  name: string;
  plan: string;
  role: MemberRole;
};

/** The workspaces a user belongs to, the oldest membership first. */
export async function listMemberships(db: Database, userId: string): Promise<Membership[]> {
  const rows = await db.prisma.member.findMany({
    where: { userId },
    include: { workspace: true },
    orderBy: [{ createdAt: "asc" }, { workspaceId: "asc" }],
  });
  return rows.map(({ workspaceId, role, workspace }) => ({
    workspaceId,
    slug: workspace.slug,
    name: workspace.name,
    plan: workspace.plan,
    role: role as MemberRole,
  }));
}
