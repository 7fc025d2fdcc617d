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
 * Says what went wrong in our words and with the reply's codes, and keeps the server's own for the operator's log: they
 * may name hosts and accounts of the instance. 4xx and network trouble may pass, 5xx will not. Except at sign-in: a
 * refused password is the operator's to mend, and the message should still be there when it is.
 */
export function classifySmtpError(error: unknown): Exclude<SendResult, { kind: "sent" }> {
  const { code, responseCode, response, message } = (error ?? {}) as SmtpError;
  const detail = String(response ?? message ?? "no answer").slice(0, 300);
  const codes = replyCodes(responseCode, detail);
  if (code === "EAUTH") return { kind: "retry", error: "The SMTP server refused the sign-in.", detail };
  if (typeof responseCode === "number" && responseCode >= 500) {
    const isChannelGone = code === "EENVELOPE" && noSuchMailbox.test(codes);
    const error = `The SMTP server refused the message${codes}.`;
    return { kind: "refused", error, detail, ...(isChannelGone && { isChannelGone }) };
  }
  if (code === "EENVELOPE" && typeof responseCode !== "number")
    return { kind: "refused", error: "The mail has no usable address.", detail };
  if (typeof responseCode === "number")
    return { kind: "retry", error: `The SMTP server put the message off${codes}.`, detail };
  return { kind: "retry", error: "The SMTP server could not be reached.", detail };
}

/** RFC 3463, of the recipients: no such mailbox, no such host, bad syntax, moved away. */
const noSuchMailbox = / 5\.1\.(?:1|2|3|6|10)\)$/;

/** " (550 5.1.1)": the reply's code, and the enhanced one of RFC 3463 when there is one. */
function replyCodes(responseCode: unknown, said: string): string {
  if (typeof responseCode !== "number") return "";
  const [enhanced] = /\b[245]\.\d{1,3}\.\d{1,3}\b/.exec(said) ?? [];
  return ` (${enhanced === undefined ? responseCode : `${responseCode} ${enhanced}`})`;
}
