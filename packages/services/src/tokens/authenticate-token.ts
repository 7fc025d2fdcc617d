import type { Database } from "@rollcall/db";
import type { TokenScope } from "@rollcall/domain/glossary";
import type { Actor } from "../context.ts";
import { hashTokenSecret, isSameHash } from "./token-secret.ts";

const secretCharactersMax = 512;
const lastUsedEveryMs = 60_000;

/**
 * Who presents this secret, or `null` when it is unknown, revoked or expired (the caller cannot tell which).
 * Notes the use, at most once a minute.
 */
export async function authenticateToken(
  db: Database,
  secret: string,
  now: Date,
): Promise<{ workspaceId: string; actor: Extract<Actor, { kind: "token" }> } | null> {
  if (secret === "" || secret.length > secretCharactersMax) return null;
  const hash = hashTokenSecret(secret);
  const row = await db.prisma.apiToken.findUnique({ where: { hash } });
  if (row === null || !isSameHash(row.hash, hash)) return null;
  if (row.revokedAt !== null || (row.expiresAt !== null && row.expiresAt <= now)) return null;
  if (row.lastUsedAt === null || now.getTime() - row.lastUsedAt.getTime() >= lastUsedEveryMs)
    await db.prisma.apiToken.updateMany({ where: { id: row.id }, data: { lastUsedAt: now } });
  return {
    workspaceId: row.workspaceId,
    actor: {
      kind: "token",
      tokenId: row.id,
      name: row.name,
      scope: row.scope as TokenScope,
      services: row.services,
      environments: row.environments,
    },
  };
}
