/** From what a person gives about a destination to what is stored. */
import { randomBytes } from "node:crypto";
import type { ChannelKind } from "@rollcall/domain/glossary";
import { parseInput } from "@rollcall/domain/problem";
import {
  discordConfig,
  emailConfig,
  pagerdutyConfig,
  slackConfig,
  teamsConfig,
  webhookConfig,
} from "@rollcall/domain/wire";
import { z } from "zod";
import type { ChannelConfig } from "./channel-config.ts";

const givenConfigs = {
  email: emailConfig,
  slack: slackConfig,
  teams: teamsConfig,
  discord: discordConfig,
  pagerduty: pagerdutyConfig,
  webhook: webhookConfig,
} as const satisfies Record<ChannelKind, z.ZodType>;

export type GivenConfig = z.infer<(typeof givenConfigs)[ChannelKind]>;

/** The config to store, and the secret that was made for it, which is shown this once. */
export type CompletedConfig = { config: ChannelConfig; secret: string | null };

/** Completes a config of a new channel. */
export function completeConfig(given: GivenConfig): CompletedConfig {
  if (!("url" in given)) return { config: given, secret: null };
  const { url, secret } = given;
  if (secret !== undefined) return { config: { url, secret }, secret: null };
  const made = newSigningSecret();
  return { config: { url, secret: made }, secret: made };
}

/** Replaces a stored config by one of the same kind; secrets left out are kept. Throws `invalid_input`. */
export function replaceConfig(
  kind: ChannelKind,
  stored: ChannelConfig | null,
  given: Record<string, unknown>,
): CompletedConfig {
  const whole = { ...keptSecrets(stored, given), ...given };
  const { config } = parseInput(z.object({ config: givenConfigs[kind] }), { config: whole });
  const isSameSecret =
    stored !== null && "url" in stored && "url" in config && config.secret === stored.secret;
  return isSameSecret ? { config: { ...stored, url: config.url }, secret: null } : completeConfig(config);
}

function keptSecrets(stored: ChannelConfig | null, given: Record<string, unknown>): Record<string, unknown> {
  if (stored === null) return {};
  if ("url" in stored) return { secret: stored.secret };
  if ("routingKey" in stored) return { routingKey: stored.routingKey };
  // A Slack app that is replaced by a webhook leaves nothing behind.
  if (!("botToken" in stored) || "webhookUrl" in given) return {};
  return { botToken: stored.botToken, signingSecret: stored.signingSecret };
}

/** A secret of Standard Webhooks, of 32 random bytes. */
export function newSigningSecret(): string {
  return `whsec_${randomBytes(32).toString("base64")}`;
}
