import { AppError } from "@rollcall/domain/problem";
import { renderPlainMail } from "../email/render-plain-mail.ts";
import { classifySmtpError, createSmtpTransport } from "./smtp.ts";

/** A mail to one person who waits for it, such as a password reset; each line is a paragraph, a web address a link. */
export type PlainMail = { to: string; subject: string; lines: string[] };

/** Sends mails that are no notices. `send` throws `unavailable` when the server does not take the mail now. */
export type Mailer = { send(mail: PlainMail): Promise<void> };

/** A mailer on the operator's SMTP server. */
export function createMailer(options: { smtpUrl: string; mailFrom: string }): Mailer {
  const transport = createSmtpTransport(options.smtpUrl);
  return {
    send: async (mail) => {
      try {
        await transport.sendMail({
          from: options.mailFrom,
          to: mail.to,
          subject: mail.subject,
          ...renderPlainMail(mail.lines),
          headers: { "Auto-Submitted": "auto-generated" },
        });
      } catch (error) {
        const { error: words, detail = "" } = classifySmtpError(error);
        throw new AppError("unavailable", "The mail could not be sent. Try again in a few minutes.", {
          detail: `${words} ${detail}`,
          cause: error,
        });
      }
    },
  };
}
