import { type Database, inTransaction } from "@rollcall/db";
import { type MemberRole, memberRole } from "@rollcall/domain/glossary";
import { AppError } from "@rollcall/domain/problem";
import { notifyWorkspace, writeAudit } from "../audit.ts";
import { hashLinkToken } from "./link-token.ts";

type Deps = { db: Database; now: () => Date; baseUrl: string };
type Invitee = { id: string; name: string; email: string };

/** What the holder of an invitation's link is told before they accept. */
export type InvitationOffer = { workspace: string; email: string; role: MemberRole };

/** What an invitation's link offers; `null` when it is unknown, used, taken back or too old. */
export async function readInvitation(
  deps: Pick<Deps, "db" | "now">,
  token: string,
): Promise<InvitationOffer | null> {
  const row = await deps.db.prisma.invitation.findFirst({
    where: { tokenHash: hashLinkToken(token), acceptedAt: null, expiresAt: { gt: deps.now() } },
    include: { workspace: { select: { name: true } } },
  });
  return row && { workspace: row.workspace.name, email: row.email, role: memberRole.parse(row.role) };
}

/**
 * Makes the person a member of the workspace that invited them, and gives back its id. The link works once and only for
 * the address it was sent to: whoever else has it is `forbidden`. A member keeps the role they have.
 */
export async function acceptInvitation(deps: Deps, invitee: Invitee, token: string): Promise<string> {
  const now = deps.now();
  return inTransaction(deps.db, async (tx) => {
    const tokenHash = hashLinkToken(token);
    const found = await tx.invitation.findUnique({ where: { tokenHash } });
    if (found !== null && found.email !== invitee.email.toLowerCase())
      throw new AppError("forbidden", "This invitation was sent to another email address.");
    const taken = await tx.invitation.updateMany({
      where: { tokenHash, acceptedAt: null, expiresAt: { gt: now } },
      data: { acceptedAt: now },
    });
    if (found === null || taken.count === 0)
      throw new AppError("not_found", "This invitation was used, taken back, or is too old.");
    const { workspaceId } = found;
    const role = memberRole.parse(found.role);
    await tx.member.createMany({
      data: [{ workspaceId, userId: invitee.id, role, createdAt: now }],
      skipDuplicates: true,
    });
    const actor = { kind: "user", userId: invitee.id, name: invitee.name, role } as const;
    await writeAudit(tx, { ...deps, workspaceId, actor }, "invitation.accept", found.id, { role });
    await notifyWorkspace(tx, workspaceId);
    return workspaceId;
  });
}
