/**
 * Links that work once: the set-up link of a new instance and the sign-in link of the demo. Only the hash of a
 * link's token is stored. They are minted by the operator's own process; no route of the API mints one.
 */
import { randomUUID } from "node:crypto";
import { type Database, inTransaction, type Tx } from "@rollcall/db";
import { hashLinkToken, newLinkToken } from "./link-token.ts";

type Deps = { db: Database; baseUrl: string; now: () => Date };

const setupHours = 24;
const signInMinutes = 15;

/** Whether anybody has signed up on this instance yet. */
export async function hasUsers(db: Database): Promise<boolean> {
  return (await db.prisma.user.findFirst({ select: { id: true } })) !== null;
}

/** A new set-up link, `null` once there is a user. An earlier set-up link stops working. */
export async function mintSetupLink(deps: Deps): Promise<string | null> {
  if (await hasUsers(deps.db)) return null;
  const token = newLinkToken();
  await inTransaction(deps.db, async (tx) => {
    await tx.verification.deleteMany({ where: { value: setupValue } });
    await insertLink(tx, deps, `setup:${hashLinkToken(token)}`, setupValue, setupHours * 3_600_000);
  });
  return `${deps.baseUrl}/setup?token=${token}`;
}

/** True while the token is that of a set-up link that still works. Does not use it up. */
export async function isSetupToken(deps: Deps, token: string): Promise<boolean> {
  const found = await deps.db.prisma.verification.findFirst({
    where: { identifier: `setup:${hashLinkToken(token)}`, value: setupValue, expiresAt: { gt: deps.now() } },
  });
  return found !== null;
}

/** Ends every set-up link; called once somebody has signed up. */
export async function endSetup(db: Database): Promise<void> {
  await db.prisma.verification.deleteMany({ where: { value: setupValue } });
}

/** A link that signs this user in once, within a quarter of an hour; `null` for an unknown address. */
export async function mintSignInLink(deps: Deps, email: string): Promise<string | null> {
  const user = await deps.db.prisma.user.findUnique({ where: { email: email.toLowerCase() } });
  if (user === null) return null;
  const token = newLinkToken();
  await inTransaction(deps.db, (tx) =>
    insertLink(tx, deps, `sign-in-link:${hashLinkToken(token)}`, user.id, signInMinutes * 60_000),
  );
  return `${deps.baseUrl}/sign-in/link?token=${token}`;
}

/** Uses a sign-in link up and gives back its user's id; `null` when it is unknown, used or too old. */
export async function redeemSignInLink(db: Database, token: string, now: Date): Promise<string | null> {
  const identifier = `sign-in-link:${hashLinkToken(token)}`;
  const taken = await db.prisma.$queryRaw<{ value: string; expires_at: Date }[]>`
    DELETE FROM verification WHERE identifier = ${identifier} RETURNING value, expires_at`;
  const link = taken[0];
  return link !== undefined && link.expires_at > now ? link.value : null;
}

const setupValue = "rollcall-setup";

async function insertLink(
  tx: Tx,
  deps: Deps,
  identifier: string,
  value: string,
  livesMs: number,
): Promise<void> {
  const now = deps.now();
  await tx.verification.create({
    data: {
      id: randomUUID(),
      identifier,
      value,
      expiresAt: new Date(now.getTime() + livesMs),
      createdAt: now,
      updatedAt: now,
    },
  });
}
