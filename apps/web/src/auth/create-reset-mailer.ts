import { createMailer } from "@rollcall/notify";
import type { Env } from "@rollcall/runtime";
import type { ResetMail } from "./send-reset.ts";

/** Sends a reset mail by SMTP; `null` where SMTP is not set up. */
export function createResetMailer(env: Env): ((mail: ResetMail) => Promise<void>) | null {
  if (env.smtpUrl === null) return null;
  const mailer = createMailer({ smtpUrl: env.smtpUrl, mailFrom: env.mailFrom });
  return async (mail) => {
    await mailer.send(mail);
  };
}
