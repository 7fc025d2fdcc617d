/** The secret of an API token: how it is made, shown and recognised. */
import { createHash, randomBytes, timingSafeEqual } from "node:crypto";

const secretBytes = 32;
const shownCharacters = 9;

/** A new secret, `rc_` and 256 random bits; it is shown once and never stored. */
export function newTokenSecret(): string {
  return `rc_${randomBytes(secretBytes).toString("base64url")}`;
}

/** What is stored instead of the secret. Plain SHA-256 is enough for 256 random bits. */
export function hashTokenSecret(secret: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(createHash("sha256").update(secret, "utf8").digest());
}

/** The beginning of a secret, to recognise it by in a list. */
export function tokenPrefix(secret: string): string {
  return secret.slice(0, shownCharacters);
}

/** Compares two hashes in constant time. */
export function isSameHash(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}
