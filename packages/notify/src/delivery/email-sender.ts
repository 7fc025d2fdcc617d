import { addressesConfig } from "@rollcall/domain/wire";
import { renderEmail } from "../email/render-email.ts";
import type { Sender, SendResult } from "./sender.ts";
import { classifySmtpError, createSmtpTransport } from "./smtp.ts";

/** Sends notices by mail, one to all addresses of a channel. Without `smtpUrl` every mail is refused, saying why. */
export function createEmailSender(options: { smtpUrl: string | null; mailFrom: string }): Sender {
  const { smtpUrl, mailFrom } = options;
  if (smtpUrl === null)
    return {
      send: async () => ({
        kind: "refused",
        error:
          "Email is not set up on this instance: set SMTP_URL (smtp://user:password@host:587) and MAIL_FROM.",
      }),
    };
  const transport = createSmtpTransport(smtpUrl);
  return {
    send: async ({ config, notice, deliveryId, reader }): Promise<SendResult> => {
      const parsed = addressesConfig.safeParse(config);
      if (!parsed.success) return { kind: "refused", error: "The channel has no valid email addresses." };
      const { to } = parsed.data;
      try {
        const sent = await transport.sendMail({
          from: mailFrom,
          to,
          ...renderEmail(notice, { ...reader, deliveryId, mailFrom }),
        });
        return { kind: "sent", ...describeSent(to.length, sent) };
      } catch (error) {
        return classifySmtpError(error);
      }
    },
  };
}

/** A server may take some addresses and refuse others; a second attempt would reach the first ones twice. */
function describeSent(
  addresses: number,
  sent: { rejected?: unknown[]; response?: string },
): { detail: string; answer: string } {
  const rejected = sent.rejected?.map(String) ?? [];
  const { response = "accepted" } = sent;
  const [code = "accepted"] = /^\d{3}/.exec(response) ?? [];
  if (rejected.length === 0) return { detail: response.slice(0, 300), answer: code };
  const partly = `to ${addresses - rejected.length} of ${addresses}, not to ${rejected.join(", ")}`.slice(
    0,
    200,
  );
  return { detail: `${partly}: ${response}`.slice(0, 300), answer: `${code} ${partly}` };
}
