import type { ChannelKind } from "@rollcall/domain/glossary";
import type { ChannelWire } from "@rollcall/domain/wire";
import { GamepadIcon, HashIcon, MailIcon, SirenIcon, UsersIcon, WebhookIcon } from "lucide-react";

/** The kinds of channel, by their names. */
export const channelKinds: Record<ChannelKind, { name: string; icon: typeof MailIcon }> = {
  email: { name: "Email", icon: MailIcon },
  slack: { name: "Slack", icon: HashIcon },
  teams: { name: "Microsoft Teams", icon: UsersIcon },
  discord: { name: "Discord", icon: GamepadIcon },
  pagerduty: { name: "PagerDuty", icon: SirenIcon },
  webhook: { name: "Webhook", icon: WebhookIcon },
};

/** Where it leads, as far as it may be shown. */
export function destinationOf({ config }: Pick<ChannelWire, "config">): string {
  const { to, webhookUrl, channel, url, routingKey } = config;
  return to?.join(", ") ?? webhookUrl ?? channel ?? url ?? routingKey ?? "";
}
