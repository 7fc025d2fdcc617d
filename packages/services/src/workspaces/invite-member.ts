import { inTransaction, newId, type Prisma, type Tx } from "@rollcall/db";
import { memberRole } from "@rollcall/domain/glossary";
import { AppError, parseInput } from "@rollcall/domain/problem";
import { type InvitationWire, inviteInput } from "@rollcall/domain/wire";
import { notifyWorkspace, writeAudit } from "../audit.ts";
import { actorLabel, requirePermission, requireWholeWorkspace, type ServiceContext } from "../context.ts";
import type { MailingContext } from "../send-mail.ts";
import { requireOwner } from "./change-member.ts";
import { hashLinkToken, newLinkToken } from "./link-token.ts";

const invitationsMax = 50;
const validMs = 7 * 24 * 3_600_000;

/** `url` is in this answer and nowhere else, to be handed on where no mail arrives. */
export type Invited = InvitationWire & { url: string; isMailed: boolean };

/**
 * Invites the person with this email address, by mail where there is a mail server. The link works once, for a week,
 * for that address alone. Inviting them again replaces the invitation; a member already is a `conflict`.
 */
export async function inviteMember(ctx: MailingContext, input: unknown): Promise<Invited> {
  requirePermission(ctx, "admin");
  requireWholeWorkspace(ctx);
  const { role, ...wanted } = parseInput(inviteInput, input);
  if (role === "owner") requireOwner(ctx);
  const email = wanted.email.toLowerCase();
  const token = newLinkToken();
  const row = await inTransaction(ctx.db, async (tx) => {
    await requireRoom(tx, ctx, email);
    const columns = {
      role,
      tokenHash: hashLinkToken(token),
      invitedBy: actorLabel(ctx.actor),
      createdAt: ctx.now(),
      expiresAt: new Date(ctx.now().getTime() + validMs),
      acceptedAt: null,
    };
    const { workspaceId } = ctx;
    const invited = await tx.invitation.upsert({
      where: { workspaceId_email: { workspaceId, email } },
      create: { id: newId("inv"), workspaceId, email, ...columns },
      update: columns,
      include: { workspace: { select: { name: true } } },
    });
    await writeAudit(tx, ctx, "invitation.create", invited.id, { email, role });
    await notifyWorkspace(tx, workspaceId);
    return invited;
  });
  const url = `${ctx.baseUrl}/invitation?token=${token}`;
  const subject = `Join "${row.workspace.name}" on Rollcall`;
  const lines = [
    `${ctx.actor.name} invites you to the workspace "${row.workspace.name}" as ${role}.`,
    "Accept within a week:",
    url,
    "If you do not know what this is about, do nothing.",
  ];
  await ctx.mail?.({ to: email, subject, lines });
  return { ...toInvitationWire(row), url, isMailed: ctx.mail !== null };
}

async function requireRoom(tx: Tx, { workspaceId, now }: ServiceContext, email: string): Promise<void> {
  const members = await tx.member.count({ where: { workspaceId, user: { email } } });
  if (members > 0) throw new AppError("conflict", `${email} is a member already.`);
  const open = { workspaceId, acceptedAt: null, expiresAt: { gt: now() }, email: { not: email } };
  if ((await tx.invitation.count({ where: open })) >= invitationsMax)
    throw new AppError("limit_reached", `At most ${invitationsMax} invitations may be open at once.`);
}

/** The open invitations, newest first. */
export async function listInvitations(ctx: ServiceContext): Promise<InvitationWire[]> {
  requirePermission(ctx, "read");
  requireWholeWorkspace(ctx);
  const rows = await ctx.db.prisma.invitation.findMany({
    where: { workspaceId: ctx.workspaceId, acceptedAt: null, expiresAt: { gt: ctx.now() } },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
  });
  return rows.map(toInvitationWire);
}

/** Takes an invitation back; its link works no more. One that was accepted is not found: remove the member instead. */
export async function revokeInvitation(ctx: ServiceContext, invitationId: string): Promise<void> {
  requirePermission(ctx, "admin");
  requireWholeWorkspace(ctx);
  await inTransaction(ctx.db, async (tx) => {
    const where = { workspaceId: ctx.workspaceId, id: invitationId, acceptedAt: null };
    const { count } = await tx.invitation.deleteMany({ where });
    if (count === 0) throw new AppError("not_found", "There is no such open invitation.");
    await writeAudit(tx, ctx, "invitation.revoke", invitationId);
    await notifyWorkspace(tx, ctx.workspaceId);
  });
}

function toInvitationWire({ id, email, role, createdAt, expiresAt }: Prisma.InvitationModel): InvitationWire {
  return {
    id,
    email,
    role: memberRole.parse(role),
    createdAt: createdAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
  };
}
