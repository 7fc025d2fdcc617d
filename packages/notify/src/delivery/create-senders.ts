import type { ChannelKind } from "@rollcall/domain/glossary";
import type { Guard } from "@rollcall/outbound";
import { createEmailSender } from "./email-sender.ts";
import type { Sender } from "./sender.ts";
import { createSlackSender } from "./slack-sender.ts";

/** One sender per kind of channel. `smtpUrl` is `null` where mail is not set up. */
export function createSenders(options: {
  smtpUrl: string | null;
  mailFrom: string;
  guard: Guard;
}): Record<ChannelKind, Sender> {
  return { email: createEmailSender(options), slack: createSlackSender(options) };
}
