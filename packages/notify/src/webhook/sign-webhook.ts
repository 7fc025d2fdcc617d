import { createHmac } from "node:crypto";

/**
 * The headers of Standard Webhooks 1.0.0 for a body: its id, the time of this attempt in seconds, and one signature per
 * secret (`whsec_…`), so that a receiver may hold either while secrets are changed.
 */
export function signWebhook(
  message: { id: string; body: string; at: number },
  secrets: readonly string[],
): Record<string, string> {
  const timestamp = String(Math.floor(message.at / 1000));
  const signatures = secrets.map((secret) => {
    const key = Buffer.from(secret.replace(/^whsec_/, ""), "base64");
    const signed = `${message.id}.${timestamp}.${message.body}`;
    return `v1,${createHmac("sha256", key).update(signed).digest("base64")}`;
  });
  return {
    "webhook-id": message.id,
    "webhook-timestamp": timestamp,
    "webhook-signature": signatures.join(" "),
  };
}
