/** Channels and tokens as the public API shows them. Secret parts of a config are write-only. */
import { z } from "zod";
import { severity, tokenScope } from "../glossary.ts";
import { environmentName, serviceName } from "./deploy.ts";
import { deliveryWire } from "./incident.ts";
import { wireTime } from "./time.ts";

export const emailConfig = z.strictObject({ to: z.array(z.email()).min(1).max(50) });
export const slackConfig = z.strictObject({ webhookUrl: z.url({ protocol: /^https?$/ }).max(2048) });

const slackHosts = ["hooks.slack.com", "hooks.slack-gov.com"];

/** True for an address of Slack's own incoming webhooks; any other is a server that the operator must have named. */
import { policyWire } from "./policy.ts";
export function isSlackWebhook(url: string): boolean {
  const { protocol, hostname, port } = new URL(url);
  return protocol === "https:" && port === "" && slackHosts.includes(hostname);
}

const common = {
  name: z.string().trim().min(1).max(100),
  enabled: z.boolean().default(true),
  /** Tell about `live` as well. */
  liveNotices: z.boolean().default(false),
  /** `critical` keeps warnings away from this channel. */
  minSeverity: severity.default("warning"),
  /** Empty: all. */
  services: z.array(serviceName).max(200).default([]),
  environments: z.array(environmentName).max(50).default([]),
};

/** Body of `POST /api/v1/channels`. */
export const createChannelInput = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("email"), config: emailConfig, ...common }),
  z.strictObject({ kind: z.literal("slack"), config: slackConfig, ...common }),
]);
export type CreateChannelInput = z.infer<typeof createChannelInput>;

/** Body of `PATCH /api/v1/channels/{id}`; the kind stays. */
export const patchChannelInput = z
  .strictObject({
    name: common.name,
    enabled: z.boolean(),
    liveNotices: z.boolean(),
    minSeverity: severity,
    services: z.array(serviceName).max(200),
    environments: z.array(environmentName).max(50),
    config: z.union([emailConfig, slackConfig]),
  })
  .partial();
export type PatchChannelInput = z.infer<typeof patchChannelInput>;

export const channelWire = z.object({
  id: z.string(),
  kind: z.enum(["email", "slack"]),
  name: z.string(),
  /** Email: the addresses. Slack: the host and last four characters of the webhook URL. */
  config: z.object({ to: z.array(z.string()).optional(), webhookUrl: z.string().optional() }),
  /** Addresses that were asked whether they want notices, and have not said yes; left out when there are none. */
  unconfirmed: z.array(z.string()).optional(),
  enabled: z.boolean(),
  liveNotices: z.boolean(),
  minSeverity: severity,
  services: z.array(z.string()),
  environments: z.array(z.string()),
  lastDelivery: deliveryWire.nullable(),
  createdAt: wireTime,
});
export type ChannelWire = z.infer<typeof channelWire>;

export const createTokenInput = z.strictObject({
  name: z.string().trim().min(1).max(100),
  scope: tokenScope,
  services: z.array(serviceName).max(200).default([]),
  environments: z.array(environmentName).max(50).default([]),
  expiresAt: wireTime.nullable().default(null),
});
export type CreateTokenInput = z.infer<typeof createTokenInput>;

export const tokenWire = z.object({
  id: z.string(),
  name: z.string(),
  scope: tokenScope,
  services: z.array(z.string()),
  environments: z.array(z.string()),
  prefix: z.string(),
  createdAt: wireTime,
  expiresAt: wireTime.nullable(),
  lastUsedAt: wireTime.nullable(),
  revokedAt: wireTime.nullable(),
});
export type TokenWire = z.infer<typeof tokenWire>;

export const serviceWire = z.object({
  id: z.string(),
  name: z.string(),
  environments: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      expectedVersion: z.string().nullable(),
      monitors: z.int(),
      /** The public picture of what serves; whoever knows the address sees it. */
      badge: z.string(),
    }),
  ),
  createdAt: wireTime,
});
export type ServiceWire = z.infer<typeof serviceWire>;
export const createServiceInput = z.strictObject({
  name: serviceName,
  environments: z.array(environmentName).min(1).max(50).default(["production"]),
});
export type CreateServiceInput = z.infer<typeof createServiceInput>;
      /** By what deploys are judged that say nothing themselves. */
      policy: policyWire,
