/**
 * The memory behind `Idempotency-Key`: the first answer to a key is replayed for a day, so that a client that
 * lost an answer can ask again. A key belongs to one caller, and to one request (its fingerprint).
 */
import type { Database } from "@rollcall/db";
import { AppError } from "@rollcall/domain/problem";
import { actorLabel, type ServiceContext } from "../context.ts";

const claimMs = 60_000;
const keptMs = 24 * 3_600_000;

export type StoredAnswer = { status: number; body: unknown };
export type IdempotencyClaim = { key: string; fingerprint: string };

type Row = { fingerprint: string; status: number | null; body: unknown };

/**
 * Claims the key for this request: `null` means "go on, and call `keepAnswer` or `dropClaim`"; an answer is to
 * be replayed. Throws `idempotency_mismatch` when the key was used for another request, `conflict` while the
 * first one is still being worked on. A claim that nobody settles ends after a minute.
 */
export async function claimIdempotencyKey(
  ctx: ServiceContext,
  claim: IdempotencyClaim,
): Promise<StoredAnswer | null> {
  const claimed = await insertClaim(ctx.db, ctx, claim);
  if (claimed) return null;
  const row: Row | null = await ctx.db.prisma.idempotencyKey.findUnique({ where: at(ctx, claim.key) });
  if (row === null) throw stillWorking();
  if (row.fingerprint !== claim.fingerprint)
    throw new AppError("idempotency_mismatch", "This Idempotency-Key was used for a different request.");
  if (row.status === null) throw stillWorking();
  return { status: row.status, body: row.body };
}

/** Keeps the answer to be replayed. */
export async function keepAnswer(ctx: ServiceContext, key: string, answer: StoredAnswer): Promise<void> {
  await ctx.db.prisma.idempotencyKey.update({
    where: at(ctx, key),
    data: {
      status: answer.status,
      body: JSON.parse(JSON.stringify(answer.body)),
      expiresAt: new Date(ctx.now().getTime() + keptMs),
    },
  });
}

/** Frees the key after a failure: nothing was written, so the same request may be tried again. */
export async function dropClaim(ctx: ServiceContext, key: string): Promise<void> {
  await ctx.db.prisma.idempotencyKey.deleteMany({ where: at(ctx, key).workspaceId_tokenId_key });
}

async function insertClaim(db: Database, ctx: ServiceContext, claim: IdempotencyClaim): Promise<boolean> {
  const now = ctx.now();
  const expiresAt = new Date(now.getTime() + claimMs);
  const inserted = await db.prisma.$executeRaw`
    INSERT INTO idempotency_key (workspace_id, token_id, key, fingerprint, expires_at)
    VALUES (${ctx.workspaceId}, ${actorLabel(ctx.actor)}, ${claim.key}, ${claim.fingerprint}, ${expiresAt})
    ON CONFLICT (workspace_id, token_id, key) DO UPDATE
      SET fingerprint = excluded.fingerprint, status = NULL, body = NULL, expires_at = excluded.expires_at
      WHERE idempotency_key.expires_at <= ${now}`;
  return inserted === 1;
}

function at(ctx: ServiceContext, key: string) {
  return {
    workspaceId_tokenId_key: { workspaceId: ctx.workspaceId, tokenId: actorLabel(ctx.actor), key },
  };
}

function stillWorking(): AppError {
  return new AppError("conflict", "The first request with this Idempotency-Key is still being worked on.");
}
