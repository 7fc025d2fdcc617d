import { inTransaction } from "@rollcall/db";
import { AppError } from "@rollcall/domain/problem";
import type { TokenWire } from "@rollcall/domain/wire";
import { writeAudit } from "../audit.ts";
import { requirePermission, requireWholeWorkspace, type ServiceContext } from "../context.ts";
import { toTokenWire } from "./to-token-wire.ts";

/** Ends a token at once and for good; revoking it again changes nothing. */
export async function revokeToken(ctx: ServiceContext, tokenId: string): Promise<TokenWire> {
  requirePermission(ctx, "admin");
  requireWholeWorkspace(ctx);
  return inTransaction(ctx.db, async (tx) => {
    const where = { workspaceId_id: { workspaceId: ctx.workspaceId, id: tokenId } };
    const found = await tx.apiToken.findUnique({ where });
    if (found === null) throw new AppError("not_found", "There is no such token.");
    if (found.revokedAt !== null) return toTokenWire(found);
    const revoked = await tx.apiToken.update({ where, data: { revokedAt: ctx.now() } });
    await writeAudit(tx, ctx, "token.revoke", tokenId, { name: found.name });
    return toTokenWire(revoked);
  });
}
