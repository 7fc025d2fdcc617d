import type { OperatorMessage } from "@rollcall/domain/instance";
import type { Guard } from "@rollcall/outbound";
import { classifyAnswer } from "../delivery/classify-answer.ts";
import { postJson } from "../delivery/post-json.ts";
import type { SendResult } from "../delivery/sender.ts";
import { classifySmtpError, createSmtpTransport } from "../delivery/smtp.ts";
import { renderPlainMail } from "../email/render-plain-mail.ts";
import { renderOperatorBody } from "./render-operator-body.ts";

/** Where those who run the instance are reached; the URL may hold a secret and stands in no result. */
export type OperatorTargets = { email: readonly string[]; webhookUrl: string | null };

/** One way to them. `id` is the same on every attempt at one message; never throws for what a receiver does. */
export type OperatorMedium = {
  name: "email" | "webhook";
  tell(message: OperatorMessage, id: string): Promise<SendResult>;
};

/** The ways to those who run the instance; none where none is set up. Mail needs `smtpUrl`. */
export function createOperatorMedia(
  { email, webhookUrl }: OperatorTargets,
  options: { smtpUrl: string | null; mailFrom: string; guard: Guard },
): OperatorMedium[] {
  const media: OperatorMedium[] = [];
  const { smtpUrl, mailFrom } = options;
  if (email.length > 0 && smtpUrl !== null) media.push(mailMedium(email, smtpUrl, mailFrom));
  if (webhookUrl !== null) media.push(webhookMedium(webhookUrl, options.guard));
  return media;
}

function mailMedium(to: readonly string[], smtpUrl: string, mailFrom: string): OperatorMedium {
  const transport = createSmtpTransport(smtpUrl);
  const domain = /@([A-Za-z0-9.-]+)>?\s*$/.exec(mailFrom)?.[1] ?? "rollcall.invalid";
  return {
    name: "email",
    async tell({ subject, lines }, id) {
      try {
        await transport.sendMail({
          from: mailFrom,
          to: [...to],
          subject,
          ...renderPlainMail(lines),
          // The same on every attempt: mail programs show a repeat once.
          messageId: `<instance-${id}@${domain}>`,
          headers: { "Auto-Submitted": "auto-generated" },
        });
        return { kind: "sent", detail: "accepted" };
      } catch (error) {
        return classifySmtpError(error);
      }
    },
  };
}

function webhookMedium(url: string, guard: Guard): OperatorMedium {
  return {
    name: "webhook",
    async tell(message, id) {
      const at = Date.now();
      const body = JSON.stringify(renderOperatorBody(url, message, at));
      const answer = await postJson(guard, url, body, { "Idempotency-Key": id });
      return classifyAnswer({ name: "The webhook" }, answer, Date.now());
    },
  };
}
