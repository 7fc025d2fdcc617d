import { inTransaction, type Tx } from "@rollcall/db";
import type { MemberRole } from "@rollcall/domain/glossary";
import { AppError, parseInput } from "@rollcall/domain/problem";
import { changeMemberInput, type MemberWire } from "@rollcall/domain/wire";
import { notifyWorkspace, writeAudit } from "../audit.ts";
import { requirePermission, requireWholeWorkspace, type ServiceContext } from "../context.ts";
import { handleOf } from "../delivery/notice-author.ts";
import { toMemberWire } from "./list-members.ts";

/**
 * Gives a member another role, or the names that CI knows them by. Only owners make and unmake owners, and the last one
 * stays.
 */
export async function changeMember(ctx: ServiceContext, userId: string, input: unknown): Promise<MemberWire> {
  requirePermission(ctx, "admin");
  requireWholeWorkspace(ctx);
  return inTransaction(ctx.db, async (tx) => {
    const member = await lockMember(tx, ctx, userId);
    const { role = member.role, handles: given } = parseInput(changeMemberInput, input);
    if (role === member.role && given === undefined) return toMemberWire(member);
    if (role !== member.role && role === "owner") requireOwner(ctx);
    if (role !== member.role && member.role === "owner") await requireOtherOwner(tx, ctx);
    const handles = given === undefined ? member.handles : [...new Set(given.map(handleOf))];
    const where = { workspaceId_userId: { workspaceId: ctx.workspaceId, userId } };
    await tx.member.update({ where, data: { role, handles } });
    const data = { from: member.role, to: role, ...(given && { handles }) };
    await writeAudit(tx, ctx, "member.change", userId, data);
    await notifyWorkspace(tx, ctx.workspaceId);
    return toMemberWire({ ...member, role, handles });
  });
}

/** Takes a member out of the workspace; whoever leaves needs no permission. What they made stays, their tokens too. */
export async function removeMember(ctx: ServiceContext, userId: string): Promise<void> {
  if (ctx.actor.kind !== "user" || ctx.actor.userId !== userId) requirePermission(ctx, "admin");
  requireWholeWorkspace(ctx);
  await inTransaction(ctx.db, async (tx) => {
    const member = await lockMember(tx, ctx, userId);
    if (member.role === "owner") await requireOtherOwner(tx, ctx);
    await tx.member.delete({ where: { workspaceId_userId: { workspaceId: ctx.workspaceId, userId } } });
    await writeAudit(tx, ctx, "member.remove", userId, { role: member.role });
    await notifyWorkspace(tx, ctx.workspaceId);
  });
}

/** The workspace's row is locked with it: two owners cannot unmake each other at once. */
async function lockMember(tx: Tx, { workspaceId }: ServiceContext, userId: string) {
  await tx.$queryRaw`SELECT id FROM workspace WHERE id = ${workspaceId} FOR NO KEY UPDATE`;
  const member = await tx.member.findUnique({
    where: { workspaceId_userId: { workspaceId, userId } },
    include: { user: true },
  });
  if (member === null) throw new AppError("not_found", "There is no such member.");
  return member;
}

async function requireOtherOwner(tx: Tx, ctx: ServiceContext): Promise<void> {
  requireOwner(ctx);
  const role: MemberRole = "owner";
  const owners = await tx.member.count({ where: { workspaceId: ctx.workspaceId, role } });
  if (owners < 2) throw new AppError("conflict", "A workspace needs an owner: make somebody else one first.");
}

/** Throws `forbidden` unless an owner acts. */
export function requireOwner({ actor }: ServiceContext): void {
  const isOwner = actor.kind === "system" || (actor.kind === "user" && actor.role === "owner");
  if (!isOwner) throw new AppError("forbidden", "Only an owner may make or unmake owners.");
}
