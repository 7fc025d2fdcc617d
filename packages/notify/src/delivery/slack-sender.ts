import { slackConfig } from "@rollcall/domain/wire";
import type { Guard } from "@rollcall/outbound";
import { renderSlack } from "../slack/render-slack.ts";
import { postToVendor } from "./post-to-vendor.ts";
import type { Sender } from "./sender.ts";

/** Sends notices to Slack's incoming webhooks. */
export function createSlackSender({ guard }: { guard: Guard }): Sender {
  return {
    send: async ({ config, notice }) => {
      const parsed = slackConfig.safeParse(config);
      if (!parsed.success) return { kind: "refused", error: "The channel has no valid webhook URL." };
      return postToVendor(guard, slackWebhook, parsed.data.webhookUrl, renderSlack(notice));
    },
  };
}

/** Slack explains itself in one word such as `invalid_token`; anything else is not worth quoting. */
export const slackWebhook = {
  vendor: "slack",
  name: "Slack",
  quote: (body: string) => (/^[a-z_]{1,60}$/.test(body) ? body : ""),
} as const;
