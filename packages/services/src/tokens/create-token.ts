import { inTransaction, newId } from "@rollcall/db";
import { AppError, parseInput } from "@rollcall/domain/problem";
import { createTokenInput, type TokenWire } from "@rollcall/domain/wire";
import { writeAudit } from "../audit.ts";
import { actorLabel, requirePermission, requireWholeWorkspace, type ServiceContext } from "../context.ts";
import { toTokenWire } from "./to-token-wire.ts";
import { hashTokenSecret, newTokenSecret, tokenPrefix } from "./token-secret.ts";

const tokensMax = 200;

/** Makes an API token. `secret` is in this answer and nowhere else, ever. */
export async function createToken(
  ctx: ServiceContext,
  input: unknown,
): Promise<TokenWire & { secret: string }> {
  requirePermission(ctx, "admin");
  requireWholeWorkspace(ctx);
  const wanted = parseInput(createTokenInput, input);
  const expiresAt = wanted.expiresAt === null ? null : new Date(wanted.expiresAt);
  if (expiresAt !== null && expiresAt <= ctx.now()) {
    const errors = [{ detail: "must be in the future", pointer: "#/expiresAt" }];
    throw new AppError("invalid_input", "The token would have expired already.", { errors });
  }
  const secret = newTokenSecret();
  const row = await inTransaction(ctx.db, async (tx) => {
    const inUse = await tx.apiToken.count({ where: { workspaceId: ctx.workspaceId, revokedAt: null } });
    if (inUse >= tokensMax)
      throw new AppError("limit_reached", `A workspace has at most ${tokensMax} tokens; revoke one first.`);
    const created = await tx.apiToken.create({
      data: {
        id: newId("tok"),
        workspaceId: ctx.workspaceId,
        name: wanted.name,
        prefix: tokenPrefix(secret),
        hash: hashTokenSecret(secret),
        scope: wanted.scope,
        services: wanted.services,
        environments: wanted.environments,
        createdBy: actorLabel(ctx.actor),
        createdAt: ctx.now(),
        expiresAt,
      },
    });
    await writeAudit(tx, ctx, "token.create", created.id, { name: wanted.name, scope: wanted.scope });
    return created;
  });
  return { ...toTokenWire(row), secret };
}
