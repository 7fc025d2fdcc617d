import { createHash } from "node:crypto";
import type { Notice } from "@rollcall/domain/notice";
import { composeMessage } from "../message/compose-message.ts";
import { renderHtml } from "./render-html.ts";
import { type MailExtras, renderText } from "./render-text.ts";

/**
 * `deliveryId` makes the message's own id, the same on every attempt, so that a repeat is recognised as one.
 * `mailFrom` gives the ids their domain.
 */
export type EmailOptions = MailExtras & { deliveryId: string; mailFrom: string };

export type RenderedEmail = { subject: string; html: string; text: string; headers: Record<string, string> };

/**
 * A notice as a mail, the plain part as complete as the HTML. All mails of one `threadKey` answer the same root
 * message, which is never sent: mail programs group them whichever arrives, or is deleted, first.
 */
export function renderEmail(notice: Notice, options: EmailOptions): RenderedEmail {
  const message = composeMessage(notice);
  const root = messageId(`thread-${hash(notice.threadKey)}`, options.mailFrom);
  return {
    subject: message.headline,
    html: renderHtml(message, options),
    text: renderText(message, options),
    headers: {
      "Message-ID": messageId(hash(options.deliveryId), options.mailFrom),
      "In-Reply-To": root,
      References: root,
      "Auto-Submitted": "auto-generated",
      "X-Rollcall-Notice": notice.type,
      "X-Auto-Response-Suppress": "All",
      ...unsubscribeHeaders(options.settingsUrl),
    },
  };
}

/**
 * RFC 2369: where a mail program leads a reader who wants no more. Not in one click (RFC 8058): a mail goes to all
 * addresses of its channel, and one reader does not silence the others.
 */
function unsubscribeHeaders(url: string | undefined): Record<string, string> {
  return url === undefined || !URL.canParse(url) ? {} : { "List-Unsubscribe": `<${new URL(url).href}>` };
}

function messageId(left: string, mailFrom: string): string {
  const domain = /@([A-Za-z0-9.-]+)>?\s*$/.exec(mailFrom)?.[1] ?? "rollcall.invalid";
  return `<${left}@${domain}>`;
}

/** Ids go into headers, so nothing of a key is trusted to be printable. */
function hash(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 32);
}
