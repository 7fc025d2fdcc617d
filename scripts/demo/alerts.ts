import type { HttpPeer, PeerRequest } from "@rollcall/testing/http-peer";
import type { ReceivedMail, SmtpPeer } from "@rollcall/testing/smtp-peer";

/** An alert as it arrived at a receiver. `text` is all a person reads in it, line by line. */
export type Alert = { via: "email" | "slack"; at: number; headline: string; text: string };

/** Everything received so far, oldest first. */
export function readAlerts(smtp: Pick<SmtpPeer, "mails">, slack: Pick<HttpPeer, "requests">): Alert[] {
  return [...smtp.mails.map(fromMail), ...slack.requests.map(fromSlack)].sort((a, b) => a.at - b.at);
}

function fromMail(mail: ReceivedMail): Alert {
  return { via: "email", at: mail.at, headline: mail.subject, text: mail.text ?? "" };
}

function fromSlack(request: PeerRequest): Alert {
  const [headline = "", ...rest] = readTexts((request.json as { blocks?: unknown } | undefined)?.blocks);
  return { via: "slack", at: request.at, headline, text: rest.join("\n") };
}

/** The texts in a Block Kit message, in the order in which they are shown, without the signs of its markup. */
function readTexts(block: unknown): string[] {
  if (Array.isArray(block)) return block.flatMap(readTexts);
  if (typeof block !== "object" || block === null) return [];
  const { text, ...others } = block as Record<string, unknown>;
  const own = typeof text === "string" ? [withoutMarkup(text)] : readTexts(text);
  return [...own, ...Object.values(others).flatMap(readTexts)];
}

function withoutMarkup(text: string): string {
  return text
    .replace(/<!date\^\d+\^[^|]*\|([^>]*)>/g, "$1")
    .replace(/[*`]/g, "")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&")
    .trim();
}
