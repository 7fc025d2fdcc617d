import { slackConfig } from "@rollcall/domain/wire";
import type { Guard } from "@rollcall/outbound";
import { renderSlack } from "../slack/render-slack.ts";
import { postToVendor } from "./post-to-vendor.ts";
import type { Sender } from "./sender.ts";
import { sendAsSlackBot } from "./slack-bot.ts";

/** Sends notices to Slack, by an incoming webhook or as an app. `origin` stands in for Slack's own API. */
export function createSlackSender({
  guard,
  origin = "https://slack.com",
}: {
  guard: Guard;
  origin?: string;
}): Sender {
  return {
    send: async (sending) => {
      const parsed = slackConfig.safeParse(sending.config);
      if (!parsed.success)
        return { kind: "refused", error: "The channel has no valid webhook URL or bot token." };
      if ("botToken" in parsed.data) return sendAsSlackBot({ guard, origin }, parsed.data, sending);
      return postToVendor(guard, slackWebhook, parsed.data.webhookUrl, renderSlack(sending.notice));
    },
  };
}

/** Slack explains itself in one word such as `invalid_token`; anything else is not worth quoting. */
export const slackWebhook = {
  vendor: "slack",
  name: "Slack",
  quote: (body: string) => (/^[a-z_]{1,60}$/.test(body) ? body : ""),
} as const;
