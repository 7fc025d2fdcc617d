/** A channel's config: sealed whole at rest, shown only in part. */
import type { ChannelKind } from "@rollcall/domain/glossary";
import {
  type ChannelWire,
  discordConfig,
  emailConfig,
  pagerdutyConfig,
  type SigningConfig,
  type SlackBotConfig,
  signingConfig,
  slackConfig,
  teamsConfig,
} from "@rollcall/domain/wire";
import type { Sealer } from "@rollcall/runtime";
import type { z } from "zod";

/** How each kind's config stands at rest. */
const storedConfigs = {
  email: emailConfig,
  slack: slackConfig,
  teams: teamsConfig,
  discord: discordConfig,
  pagerduty: pagerdutyConfig,
  webhook: signingConfig,
} as const satisfies Record<ChannelKind, z.ZodType>;

export type ChannelConfig = z.infer<(typeof storedConfigs)[ChannelKind]>;

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
  return storedConfigs[channel.kind as ChannelKind].parse(config);
}

/** The opened config; `null` when this instance's secret does not open it, as after a restore without its secret. */
export function tryOpenChannelConfig(
  sealer: Sealer,
  channel: { id: string; kind: string; sealed: string },
): ChannelConfig | null {
  try {
    return openChannelConfig(sealer, channel);
  } catch {
    return null;
  }
}

/** What people may read back: addresses, the host and the last four characters of a URL, the last four of a key. */
export function showChannelConfig(config: ChannelConfig): ChannelWire["config"] {
  if ("to" in config) return { to: config.to };
  if ("author" in config) return { author: true };
  if ("url" in config) return showSigning(config);
  if ("routingKey" in config) return { routingKey: showKey(config.routingKey), region: config.region };
  if ("botToken" in config) return showBot(config);
  return { webhookUrl: showUrl(config.webhookUrl) };
}

function showBot({ botToken, channel, signingSecret }: SlackBotConfig): ChannelWire["config"] {
  const secret = signingSecret && showKey(signingSecret);
  return { botToken: showKey(botToken), channel, ...(secret !== undefined && { signingSecret: secret }) };
}

function showSigning({ url, previous, earlier = [] }: SigningConfig): ChannelWire["config"] {
  const ends = [...(previous ? [previous] : []), ...earlier].map(({ until }) => until).sort();
  const last = ends.at(-1);
  return { url: showUrl(url), ...(last !== undefined && { previousSecretUntil: last }) };
}

function showUrl(url: string): string {
  return `${new URL(url).host}/${showKey(url)}`;
}

function showKey(key: string): string {
  return `…${key.slice(-4)}`;
}
