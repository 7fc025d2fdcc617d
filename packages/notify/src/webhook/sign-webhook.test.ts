import { Webhook } from "standardwebhooks";
import { describe, expect, it } from "vitest";
import { signWebhook } from "./sign-webhook.ts";

const secrets = [1, 2].map((byte) => `whsec_${Buffer.alloc(32, byte).toString("base64")}`);
const [current = "", previous = ""] = secrets;
const sign = (by: string[], at = Date.now()) => signWebhook({ id: "dlv_1", body: '{"a":"ü"}', at }, by);

/** The library's own verifier, as a receiver uses it. */
const isTaken = (secret: string, headers: Record<string, string>, body = '{"a":"ü"}') => {
  try {
    new Webhook(secret).verify(body, headers);
    return true;
  } catch {
    return false;
  }
};

describe("a signed webhook", () => {
  it("is verified by the secret it was signed with, and by no other", () => {
    expect(isTaken(current, sign([current]))).toBe(true);
    expect(isTaken(previous, sign([current]))).toBe(false);
  });

  it("is verified by either secret while both sign", () => {
    const headers = sign(secrets);
    expect(secrets.map((secret) => isTaken(secret, headers))).toEqual([true, true]);
  });

  it("is refused once anything of it is changed, or when it is old", () => {
    const headers = sign([current]);
    expect(isTaken(current, headers, '{"a":"u"}')).toBe(false);
    expect(isTaken(current, { ...headers, "webhook-id": "dlv_2" })).toBe(false);
    expect(isTaken(current, sign([current], Date.now() - 10 * 60_000))).toBe(false);
  });

  it("takes secrets of 24 to 64 bytes", () => {
    for (const length of [24, 25, 26, 64]) {
      const secret = `whsec_${Buffer.alloc(length, 7).toString("base64")}`;
      expect(isTaken(secret, sign([secret]))).toBe(true);
    }
  });
});
