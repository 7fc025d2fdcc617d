import { signingConfig, signingSecrets } from "@rollcall/domain/wire";
import type { Guard } from "@rollcall/outbound";
import { renderEvent } from "../webhook/render-event.ts";
import { signWebhook } from "../webhook/sign-webhook.ts";
import { classifyAnswer, type Receiver } from "./classify-answer.ts";
import { postJson } from "./post-json.ts";
import type { Sender } from "./sender.ts";

/** Only 410 is final by the specification: a receiver that is being deployed may answer anything for a while. */
const webhook: Receiver = { name: "The webhook", isFinal: (status) => status === 410 };

/** Posts notices as signed events, by Standard Webhooks; a repeat of a delivery has the same `webhook-id`. */
export function createWebhookSender({ guard }: { guard: Guard }): Sender {
  return {
    send: async ({ config, notice, deliveryId }) => {
      const parsed = signingConfig.safeParse(config);
      if (!parsed.success) return { kind: "refused", error: "The channel has no valid URL and secret." };
      const { url } = parsed.data;
      const at = Date.now();
      const body = JSON.stringify(renderEvent(notice));
      const headers = signWebhook({ id: deliveryId, body, at }, signingSecrets(parsed.data, at));
      return classifyAnswer(webhook, await postJson(guard, url, body, headers), Date.now());
    },
  };
}
