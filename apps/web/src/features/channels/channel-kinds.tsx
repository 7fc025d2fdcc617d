import type { ChannelKind } from "@rollcall/domain/glossary";
import type { ChannelWire } from "@rollcall/domain/wire";
import { HashIcon, MailIcon } from "lucide-react";

/** The kinds of channel, by their names. */
export const channelKinds: Record<ChannelKind, { name: string; icon: typeof MailIcon }> = {
  email: { name: "Email", icon: MailIcon },
  slack: { name: "Slack", icon: HashIcon },
};

/** Where it leads, as far as it may be shown. */
export function destinationOf({ config }: Pick<ChannelWire, "config">): string {
  return config.to?.join(", ") ?? config.webhookUrl ?? "";
}
