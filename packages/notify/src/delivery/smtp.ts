import nodemailer, { type Transporter } from "nodemailer";
import type { SendResult } from "./sender.ts";

/**
 * A transport to the operator's SMTP server, a new connection per mail: alerts are rare and a pooled connection dies
 * unseen. The address is the operator's own, so it does not go through the guard.
 */
export function createSmtpTransport(smtpUrl: string): Transporter {
  return nodemailer.createTransport({
    url: smtpUrl,
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 30_000,
    dnsTimeout: 10_000,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
}

/** What nodemailer puts on its errors. */
type SmtpError = { code?: unknown; responseCode?: unknown; response?: unknown; message?: unknown };

/**
 * 4xx and network trouble may pass, 5xx will not. Except at sign-in: a refused password is the operator's to mend, and
 * the message should still be there when it is.
 */
export function classifySmtpError(error: unknown): Exclude<SendResult, { kind: "sent" }> {
  const { code, responseCode, response, message } = (error ?? {}) as SmtpError;
  const said = String(response ?? message ?? "no answer").slice(0, 300);
  if (code === "EAUTH") return { kind: "retry", error: `The SMTP server refused the sign-in: ${said}` };
  if (typeof responseCode === "number" && responseCode >= 500)
    return { kind: "refused", error: `The SMTP server refused the message: ${said}` };
  if (code === "EENVELOPE" && typeof responseCode !== "number")
    return { kind: "refused", error: `The mail has no usable address: ${said}` };
  if (typeof responseCode === "number")
    return { kind: "retry", error: `The SMTP server put the message off: ${said}` };
  return { kind: "retry", error: `The SMTP server could not be reached: ${said}` };
}
