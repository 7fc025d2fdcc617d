import { expect, test } from "vitest";
import { expiryOf, reachWords, tokenState } from "./token-words.ts";

const now = Date.parse("2026-11-22T10:00:00Z");

test.each([
  { name: "neither ended nor revoked", token: { revokedAt: null, expiresAt: null }, expected: "active" },
  {
    name: "ending later",
    token: { revokedAt: null, expiresAt: "2026-11-22T10:00:01Z" },
    expected: "active",
  },
  { name: "ended now", token: { revokedAt: null, expiresAt: "2026-11-22T10:00:00Z" }, expected: "expired" },
  {
    name: "revoked before it ended",
    token: { revokedAt: "2026-11-20T10:00:00Z", expiresAt: "2026-11-21T10:00:00Z" },
    expected: "revoked",
  },
])("a token $name is $expected", ({ token, expected }) => {
  expect(tokenState(token, now)).toBe(expected);
});

test.each([
  { services: [], environments: [], expected: "every service" },
  { services: ["a", "b"], environments: ["production"], expected: "a, b in production" },
])("$expected", ({ expected, ...reach }) => {
  expect(reachWords(reach)).toBe(expected);
});

test("a lifetime counts from now, and never is no end", () => {
  expect(expiryOf("30", now)).toBe("2026-12-22T10:00:00.000Z");
  expect(expiryOf("never", now)).toBeNull();
});
