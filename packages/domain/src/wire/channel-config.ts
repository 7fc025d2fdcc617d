/** What a channel is told about its destination, kind by kind. Secret parts are write-only. */
import { z } from "zod";

const webUrl = z.url({ protocol: /^https?$/ }).max(2048);

export const addressesConfig = z.strictObject({ to: z.array(z.email()).min(1).max(50) });

/** To addresses, or to whoever announced the deploy, where they are a member of the workspace. */
export const emailConfig = z.union([addressesConfig, z.strictObject({ author: z.literal(true) })]);

/**
 * A Slack app that posts as itself: it keeps one message a rollout up to date, changes in its thread. `channel` is an id
 * or a name; with the app's signing secret its buttons work.
 */
export const slackBotConfig = z.strictObject({
  botToken: z
    .string()
    .regex(/^(?:xoxe\.)?xoxb-[\w-]{10,250}$/, "must be a bot token, which begins with xoxb-"),
  channel: z.string().trim().min(1, "must name a channel").max(85),
  signingSecret: z
    .string()
    .regex(/^[0-9a-f]{32}$/, "must be the 32 hexadecimal digits of a signing secret")
    .optional(),
});
export type SlackBotConfig = z.infer<typeof slackBotConfig>;

export const slackConfig = z.union([z.strictObject({ webhookUrl: webUrl }), slackBotConfig]);

/** A secret of Standard Webhooks: `whsec_` and 24 to 64 bytes in base64. */
const webhookSecret = z
  .string()
  .regex(
    /^whsec_(?=.{32,88}$)(?:[A-Za-z0-9+/]{4})+(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/,
    "must be whsec_ and 24 to 64 bytes in base64",
  );

/** Without a secret one is made. */
export const webhookConfig = z.strictObject({ url: webUrl, secret: webhookSecret.optional() });

const earlierMax = 4;
const formerSecret = z.strictObject({ secret: webhookSecret, until: z.iso.datetime() });

/**
 * A webhook's config at rest: it always signs, and for a while after a rotation with the previous secret too. `earlier`
 * are those of rotations before, newest first, whose time is not over.
 */
export const signingConfig = z.strictObject({
  url: webUrl,
  secret: webhookSecret,
  previous: formerSecret.optional(),
  earlier: z.array(formerSecret).max(earlierMax).optional(),
});
export type SigningConfig = z.infer<typeof signingConfig>;

/** The secrets that sign at `now` (milliseconds), the present one first. */
export function signingSecrets({ secret, previous, earlier = [] }: SigningConfig, now: number): string[] {
  const former = [...(previous ? [previous] : []), ...earlier];
  return [secret, ...former.filter(({ until }) => Date.parse(until) > now).map((one) => one.secret)];
}

/**
 * The config after a rotation: every former secret signs until its own end; with `until` at `now` all of them end. When
 * there is no room for one more, only since when there will be.
 */
export function rotateSigning(
  stored: SigningConfig,
  secret: string,
  until: number,
  now: number,
): { config: SigningConfig } | { config: null; roomAt: number } {
  const { url, previous, earlier = [] } = stored;
  if (until <= now) return { config: { url, secret } };
  const former = [...(previous ? [previous] : []), ...earlier].filter((one) => Date.parse(one.until) > now);
  if (former.length > earlierMax)
    return { config: null, roomAt: Math.min(...former.map((one) => Date.parse(one.until))) };
  return {
    config: {
      ...{ url, secret, previous: { secret: stored.secret, until: new Date(until).toISOString() } },
      ...(former.length > 0 && { earlier: former }),
    },
  };
}

/** Body of `POST /api/v1/channels/{id}/rotate-secret`: for how long the old secret signs as well. */
export const rotateSecretInput = z.strictObject({ overlapHours: z.int().min(0).max(168).default(24) });

/** The integration key of a PagerDuty service, and where its account lives. */
export const pagerdutyConfig = z.strictObject({
  routingKey: z.string().regex(/^[A-Za-z0-9]{32}$/, "must be the 32 characters of an integration key"),
  region: z.enum(["us", "eu"]).default("us"),
});

/** The address of a Teams workflow that posts what it is sent. */
export const teamsConfig = z.strictObject({ webhookUrl: webUrl });
export const discordConfig = z.strictObject({ webhookUrl: webUrl });

/** Where vendors take messages: a host, or with a leading dot the end of one; and what such an address looks like. */
const vendors = {
  slack: {
    hosts: ["hooks.slack.com", "hooks.slack-gov.com"],
    example: "https://hooks.slack.com/…",
  },
  teams: {
    hosts: [".logic.azure.com", ".logic.azure.us", ".api.powerplatform.com", ".api.powerplatform.us"],
    example: "https://….api.powerplatform.com/… or https://….logic.azure.com/…",
  },
  discord: {
    hosts: ["discord.com", "ptb.discord.com", "canary.discord.com", "discordapp.com"],
    example: "https://discord.com/api/webhooks/…",
  },
} as const;

export const webhookVendor = z.enum(["slack", "teams", "discord"]);
export type WebhookVendor = z.infer<typeof webhookVendor>;

/** True for an address of the vendor's own; any other is a server that the operator must have named. */
export function isVendorUrl(vendor: WebhookVendor, url: string): boolean {
  const { protocol, hostname, port } = new URL(url);
  const isTheirs = (host: string) => (host.startsWith(".") ? hostname.endsWith(host) : hostname === host);
  return protocol === "https:" && port === "" && vendors[vendor].hosts.some(isTheirs);
}

/** What the vendor's own addresses look like, for people. */
export function vendorExample(vendor: WebhookVendor): string {
  return vendors[vendor].example;
}
