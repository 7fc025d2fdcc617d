import { createHmac, timingSafeEqual } from "node:crypto";

const windowMs = 5 * 60_000;

/** What Slack sends along with a request: the headers `X-Slack-Request-Timestamp` and `X-Slack-Signature`. */
export type SlackRequest = { body: string; timestamp: string; signature: string };

/**
 * True when Slack signed the request with this secret within the last five minutes: `v0=` and the HMAC-SHA256 of
 * `v0:timestamp:body` in hexadecimal.
 */
export function verifySlackSignature(request: SlackRequest, secret: string, now: number): boolean {
  const { body, timestamp, signature } = request;
  if (!/^\d{1,12}$/.test(timestamp)) return false;
  if (Math.abs(now - Number(timestamp) * 1000) > windowMs) return false;
  const expected = Buffer.from(
    `v0=${createHmac("sha256", secret).update(`v0:${timestamp}:${body}`).digest("hex")}`,
  );
  const given = Buffer.from(signature);
  return given.length === expected.length && timingSafeEqual(given, expected);
}
