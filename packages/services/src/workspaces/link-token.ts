/** The secret in a link that is mailed or shown once; only its hash is stored. */
import { createHash, randomBytes } from "node:crypto";

/** 256 random bits, fit for a URL. */
export function newLinkToken(): string {
  return randomBytes(32).toString("base64url");
}

/** What is stored of a token, and looked up by. */
export function hashLinkToken(token: string): string {
  return createHash("sha256").update(token, "utf8").digest("base64url");
}
