import { createHash } from "node:crypto";
import { AppError } from "@rollcall/domain/problem";
import { claimIdempotencyKey, dropClaim, keepAnswer, type StoredAnswer } from "@rollcall/services/tokens";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import type { ApiContext } from "./api-context.ts";

const keyPattern = /^[\x21-\x7e]{1,255}$/;

/**
 * Does `work` once per `Idempotency-Key` and caller, and replays its answer for a day. Without the header it is
 * simply done. A failure frees the key, since nothing was written.
 */
export async function answerOnce(
  c: ApiContext,
  body: unknown,
  work: () => Promise<StoredAnswer>,
): Promise<Response> {
  const key = c.req.header("idempotency-key");
  if (key === undefined) return answer(c, await work());
  if (!keyPattern.test(key))
    throw new AppError("malformed", "Idempotency-Key takes 1 to 255 visible ASCII characters.");
  const ctx = c.get("ctx");
  const fingerprint = createHash("sha256")
    .update(`${c.req.method} ${c.req.path}\n${sortedJson(body)}`)
    .digest("base64url");
  const stored = await claimIdempotencyKey(ctx, { key, fingerprint });
  if (stored !== null) {
    c.header("Idempotency-Replayed", "true");
    return answer(c, stored);
  }
  const fresh = await work().catch(async (error) => {
    await dropClaim(ctx, key);
    throw error;
  });
  await keepAnswer(ctx, key, fresh);
  return answer(c, fresh);
}

function answer(c: ApiContext, { status, body }: StoredAnswer): Response {
  return c.json(body as Record<string, unknown>, status as ContentfulStatusCode);
}

/** The same text for the same values, in whatever order a client writes its fields. */
function sortedJson(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === "object" && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
