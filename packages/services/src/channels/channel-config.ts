/** A channel's config: sealed whole at rest, shown only in part. */
import type { ChannelKind } from "@rollcall/domain/glossary";
import { emailConfig, slackConfig } from "@rollcall/domain/wire";
import type { Sealer } from "@rollcall/runtime";
import type { z } from "zod";

export type ChannelConfig = z.infer<typeof emailConfig> | z.infer<typeof slackConfig>;

/** Seals a config to its channel; another channel's row does not open it. */
export function sealChannelConfig(sealer: Sealer, channelId: string, config: ChannelConfig): string {
  return sealer.seal(JSON.stringify(config), `channel:${channelId}`);
}

/** Opens a sealed config, for the notifier. Throws when it was sealed for another channel or key. */
export function openChannelConfig(
  sealer: Sealer,
  channel: { id: string; kind: string; sealed: string },
): ChannelConfig {
  const config: unknown = JSON.parse(sealer.open(channel.sealed, `channel:${channel.id}`));
  return configSchema(channel.kind as ChannelKind).parse(config);
}

/** The shape of a kind's config. */
export function configSchema(kind: ChannelKind): typeof emailConfig | typeof slackConfig {
  return kind === "email" ? emailConfig : slackConfig;
}

/** What people may read back: addresses, or the host and the last four characters of a webhook URL. */
export function showChannelConfig(config: ChannelConfig): { to?: string[]; webhookUrl?: string } {
  if ("to" in config) return { to: config.to };
  return { webhookUrl: `${new URL(config.webhookUrl).host}/…${config.webhookUrl.slice(-4)}` };
}
