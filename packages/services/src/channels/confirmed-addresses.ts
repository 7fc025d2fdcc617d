/**
 * Whether an email address wants a workspace's notices. Asked only on the plan of strangers: there a channel must not
 * become a way to send mail to people who never heard of it. On a self-hosted instance nobody is asked.
 */
import type { Database, Tx } from "@rollcall/db";
import { AppError } from "@rollcall/domain/problem";
import type { MailingContext } from "../send-mail.ts";
import { hashLinkToken, newLinkToken } from "../workspaces/link-token.ts";

const dayMs = 24 * 3_600_000;
const askedADayMax = 20;
const askAgainAfterMs = 3_600_000;

type Reader = Pick<Tx, "workspace" | "member" | "confirmedAddress">;

/** Those of the addresses that notices may not be sent to yet; none unless the workspace's plan asks. */
export async function findUnconfirmed(
  reader: Reader,
  workspaceId: string,
  addresses: readonly string[],
): Promise<string[]> {
  const { plan } = await reader.workspace.findUniqueOrThrow({ where: { id: workspaceId } });
  if (plan !== "free" || addresses.length === 0) return [];
  const emails = addresses.map(normalise);
  const [members, confirmed] = await Promise.all([
    reader.member.findMany({
      where: { workspaceId, user: { emailVerified: true, email: { in: emails } } },
      select: { user: { select: { email: true } } },
    }),
    reader.confirmedAddress.findMany({
      where: { workspaceId, email: { in: emails }, confirmedAt: { not: null } },
    }),
  ]);
  const known = new Set([...members.map(({ user }) => user.email), ...confirmed.map(({ email }) => email)]);
  return addresses.filter((address) => !known.has(normalise(address)));
}

/** A question to one address, to be mailed once the transaction has committed. */
export type AddressQuestion = { email: string; token: string };

/**
 * Notes that these addresses are asked, and gives the questions to send: none to an address that was asked within the
 * hour. Throws `limit_reached` when the workspace has asked too many strangers today.
 */
export async function askAddresses(
  tx: Tx,
  ctx: MailingContext,
  addresses: readonly string[],
): Promise<AddressQuestion[]> {
  const { workspaceId } = ctx;
  const now = ctx.now();
  const unconfirmed = await findUnconfirmed(tx, workspaceId, addresses);
  if (unconfirmed.length === 0) return [];
  if (ctx.mail === null)
    throw new AppError("unavailable", "Email is not set up on this instance, so no address can confirm.");
  const asked = await tx.confirmedAddress.findMany({ where: { workspaceId, confirmedAt: null } });
  const isAskedLately = (email: string) =>
    asked.some((one) => one.email === email && now.getTime() - one.askedAt.getTime() < askAgainAfterMs);
  const toAsk = [...new Set(unconfirmed.map(normalise))].filter((email) => !isAskedLately(email));
  const today = asked.filter(({ askedAt }) => now.getTime() - askedAt.getTime() < dayMs).length;
  if (today + toAsk.length > askedADayMax)
    throw new AppError("limit_reached", `At most ${askedADayMax} addresses a day are asked to confirm.`);
  const questions = toAsk.map((email) => ({ email, token: newLinkToken() }));
  for (const { email, token } of questions) {
    const columns = { tokenHash: hashLinkToken(token), askedAt: now };
    await tx.confirmedAddress.upsert({
      where: { workspaceId_email: { workspaceId, email } },
      create: { workspaceId, email, ...columns },
      update: columns,
    });
  }
  return questions;
}

/** Mails the questions. When one cannot be sent, it and those behind it may be asked again at once. */
export async function mailQuestions(ctx: MailingContext, questions: AddressQuestion[]): Promise<void> {
  const { workspaceId, baseUrl, mail, db, actor } = ctx;
  if (mail === null || questions.length === 0) return;
  const { name } = await db.prisma.workspace.findUniqueOrThrow({ where: { id: workspaceId } });
  for (const [index, { email, token }] of questions.entries()) {
    const lines = [
      `${actor.name} would like Rollcall to write to this address when something is wrong with a service of "${name}".`,
      "If you want that, confirm it here:",
      `${baseUrl}/confirm-address?token=${token}`,
      "If not, do nothing: no other mail will come.",
    ];
    try {
      await mail({ to: email, subject: `Rollcall: alerts of "${name}" for this address?`, lines });
    } catch (error) {
      const unasked = questions.slice(index).map((question) => question.email);
      await db.prisma.confirmedAddress.deleteMany({
        where: { workspaceId, email: { in: unasked }, confirmedAt: null },
      });
      throw error;
    }
  }
}

/** What a confirmation link is about; `null` when it is unknown or was replaced by a newer one. */
export async function readQuestion(
  db: Database,
  token: string,
): Promise<{ email: string; workspace: string } | null> {
  const row = await db.prisma.confirmedAddress.findUnique({
    where: { tokenHash: hashLinkToken(token) },
    include: { workspace: { select: { name: true } } },
  });
  return row && { email: row.email, workspace: row.workspace.name };
}

/** Takes the answer of whoever reads the address's mail; twice changes nothing, `false` for an unknown link. */
export async function confirmAddress(
  deps: { db: Database; now: () => Date },
  token: string,
): Promise<boolean> {
  const tokenHash = hashLinkToken(token);
  const { prisma } = deps.db;
  await prisma.confirmedAddress.updateMany({
    where: { tokenHash, confirmedAt: null },
    data: { confirmedAt: deps.now() },
  });
  return (await prisma.confirmedAddress.count({ where: { tokenHash } })) > 0;
}

function normalise(address: string): string {
  return address.trim().toLowerCase();
}
