/** Channels and tokens as the public API shows them. Secret parts of a config are write-only. */
import { z } from "zod";
import { channelKind, incidentKind, severity, tokenScope } from "../glossary.ts";
import {
  discordConfig,
  emailConfig,
  pagerdutyConfig,
  slackConfig,
  teamsConfig,
  webhookConfig,
} from "./channel-config.ts";
import { environmentName, serviceName } from "./deploy.ts";
import { deliveryWire } from "./incident.ts";
import { policyWire } from "./policy.ts";
import { wireTime } from "./time.ts";

const escalateAfterMinutes = z.int().min(1).max(1440).nullable();

const kinds = z.array(incidentKind).max(20);
const actors = z.array(z.string().trim().min(1).max(100)).max(50);

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
  /** Kinds of trouble; empty: all. */
  kinds: kinds.default([]),
  /** Only problems of deploys that one of these has announced; empty: all problems, also those of no deploy. */
  actors: actors.default([]),
  /** Told of a problem only when nobody has acknowledged it for so many minutes; null: at once. */
  escalateAfterMinutes: escalateAfterMinutes.default(null),
};

/** Body of `POST /api/v1/channels`. */
export const createChannelInput = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("email"), config: emailConfig, ...common }),
  z.strictObject({ kind: z.literal("slack"), config: slackConfig, ...common }),
  z.strictObject({ kind: z.literal("teams"), config: teamsConfig, ...common }),
  z.strictObject({ kind: z.literal("discord"), config: discordConfig, ...common }),
  z.strictObject({ kind: z.literal("pagerduty"), config: pagerdutyConfig, ...common }),
  z.strictObject({ kind: z.literal("webhook"), config: webhookConfig, ...common }),
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
    kinds,
    actors,
    escalateAfterMinutes,
    /** Of the channel's kind, as when it is made. */
    config: z.record(z.string(), z.unknown()).describe("Of the channel's kind; secrets left out are kept"),
  })
  .partial();
export type PatchChannelInput = z.infer<typeof patchChannelInput>;

/** Body of `POST /api/v1/channels/preview`: what a channel would ask for. */
export const previewChannelInput = z.strictObject({
  ...{ minSeverity: common.minSeverity, services: common.services, environments: common.environments },
  ...{ kinds: common.kinds, actors: common.actors },
  /** For an email channel to the authors of deploys. */
  author: z.boolean().default(false),
});

/** What a channel would have been told of lately, newest first; `considered` problems there were. */
export const channelPreviewWire = z.object({
  considered: z.int(),
  told: z.int(),
  sinceDays: z.int(),
  examples: z.array(
    z.object({
      at: wireTime,
      service: z.string(),
      environment: z.string(),
      summary: z.string(),
      incidentId: z.string(),
    }),
  ),
});
export type ChannelPreviewWire = z.infer<typeof channelPreviewWire>;

export const channelWire = z.object({
  id: z.string(),
  kind: channelKind,
  name: z.string(),
  /** What may be read back: addresses; of a URL its host and last four characters; of a key those four alone. */
  config: z.object({
    to: z.array(z.string()).optional(),
    author: z.literal(true).optional(),
    webhookUrl: z.string().optional(),
    url: z.string().optional(),
    /** Until then a secret from before a rotation signs as well. */
    previousSecretUntil: wireTime.optional(),
    routingKey: z.string().optional(),
    region: z.string().optional(),
    botToken: z.string().optional(),
    channel: z.string().optional(),
    signingSecret: z.string().optional(),
  }),
  /** Addresses that were asked whether they want notices, and have not said yes; left out when there are none. */
  unconfirmed: z.array(z.string()).optional(),
  enabled: z.boolean(),
  /** Why it switched itself off: its receiver is gone for good. Switching it on again forgets it. */
  disabledReason: z.string().nullable(),
  liveNotices: z.boolean(),
  minSeverity: severity,
  services: z.array(z.string()),
  environments: z.array(z.string()),
  kinds: z.array(incidentKind),
  actors: z.array(z.string()),
  escalateAfterMinutes: z.int().nullable(),
  /** All of the filter in one sentence, for people. */
  sentence: z.string(),
  lastDelivery: deliveryWire.nullable(),
  createdAt: wireTime,
});
export type ChannelWire = z.infer<typeof channelWire>;

/** A channel in the answer that made its secret: the only time that it is shown. */
export const channelSecretWire = channelWire.extend({ secret: z.string().optional() });
export type ChannelSecretWire = z.infer<typeof channelSecretWire>;

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
  /** Until then nobody is told of its problems, and by whose wish. */
  mutedUntil: wireTime.nullable(),
  mutedBy: z.string().nullable(),
  environments: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      expectedVersion: z.string().nullable(),
      monitors: z.int(),
      /** By what deploys are judged that say nothing themselves. */
      policy: policyWire,
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
