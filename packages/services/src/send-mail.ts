import type { ServiceContext } from "./context.ts";

/**
 * Sends a mail to one person: each line is a paragraph, one that is a web address becomes a link. Throws `unavailable`
 * when it is not taken. The shape of `Mailer["send"]` in `@rollcall/notify`.
 */
export type SendMail = (mail: { to: string; subject: string; lines: string[] }) => Promise<void>;

/** What verbs need that write to a person; `mail` is `null` on an instance without a mail server. */
export type MailingContext = ServiceContext & { mail: SendMail | null };
