import { discordConfig } from "@rollcall/domain/wire";
import type { Guard } from "@rollcall/outbound";
import { renderDiscord } from "../discord/render-discord.ts";
import { postToVendor } from "./post-to-vendor.ts";
import type { Sender } from "./sender.ts";

/** Discord says what is wrong as `{ message, code }`, such as "Unknown Webhook". */
const discord = {
  vendor: "discord",
  name: "Discord",
  quote: (body: string) => /"message":\s?"([\w .,:']{1,80})"/.exec(body)?.[1] ?? "",
} as const;

/** Sends notices to Discord's webhooks, and waits until the message is really there. */
export function createDiscordSender({ guard }: { guard: Guard }): Sender {
  return {
    send: async ({ config, notice }) => {
      const parsed = discordConfig.safeParse(config);
      if (!parsed.success) return { kind: "refused", error: "The channel has no valid webhook URL." };
      const url = new URL(parsed.data.webhookUrl);
      url.searchParams.set("wait", "true");
      return postToVendor(guard, discord, url.href, renderDiscord(notice));
    },
  };
}
