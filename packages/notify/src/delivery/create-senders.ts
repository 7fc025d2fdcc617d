import type { ChannelKind } from "@rollcall/domain/glossary";
import type { Guard } from "@rollcall/outbound";
import { createDiscordSender } from "./discord-sender.ts";
import { createEmailSender } from "./email-sender.ts";
import { createPagerdutySender } from "./pagerduty-sender.ts";
import type { Sender } from "./sender.ts";
import { createSlackSender } from "./slack-sender.ts";
import { createTeamsSender } from "./teams-sender.ts";
import { createWebhookSender } from "./webhook-sender.ts";

/**
 * One sender per kind of channel. `smtpUrl` is `null` where mail is not set up; `origins` stand in for the vendors' own
 * where a channel does not name an address.
 */
export function createSenders(options: {
  smtpUrl: string | null;
  mailFrom: string;
  guard: Guard;
  origins?: { pagerduty?: string; slack?: string };
}): Record<ChannelKind, Sender> {
  const { guard, origins } = options;
  return {
    email: createEmailSender(options),
    slack: createSlackSender({ guard, origin: origins?.slack }),
    webhook: createWebhookSender({ guard }),
    pagerduty: createPagerdutySender({ guard, origin: origins?.pagerduty }),
    teams: createTeamsSender({ guard }),
    discord: createDiscordSender({ guard }),
  };
}
