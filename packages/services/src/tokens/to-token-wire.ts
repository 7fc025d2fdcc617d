import type { Prisma } from "@rollcall/db";
import type { TokenScope } from "@rollcall/domain/glossary";
import type { TokenWire } from "@rollcall/domain/wire";

/** The token as the API shows it: never its secret, never its hash. */
export function toTokenWire(row: Prisma.ApiTokenModel): TokenWire {
  return {
    id: row.id,
    name: row.name,
    scope: row.scope as TokenScope,
    services: row.services,
    environments: row.environments,
    prefix: row.prefix,
    createdAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt?.toISOString() ?? null,
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
    revokedAt: row.revokedAt?.toISOString() ?? null,
  };
}
