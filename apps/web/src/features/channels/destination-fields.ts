import type { ChannelWire } from "@rollcall/domain/wire";
import type { ChannelDraft } from "./channel-draft.ts";

/** The names of what a form asks about a destination; those of the config on the wire. */
export type DestinationName =
  | "to"
  | "webhookUrl"
  | "botToken"
  | "channel"
  | "signingSecret"
  | "routingKey"
  | "region"
  | "url"
  | "secret";

export type DestinationField = {
  name: DestinationName;
  label: string;
  hint: string;
  placeholder?: string;
  /** Not shown again once it is stored; left empty then, it stays. */
  isSecret?: true;
  isOptional?: true;
  /** One of a few. */
  options?: readonly { value: string; label: string }[];
};

const email: DestinationField[] = [
  { name: "to", label: "Addresses", hint: "One or more, separated by commas, spaces or lines." },
];
const slack: DestinationField[] = [
  {
    name: "webhookUrl",
    label: "Webhook URL",
    hint: "From an incoming webhook of a Slack app.",
    placeholder: "https://hooks.slack.com/services/…",
    isSecret: true,
  },
];
const slackApp: DestinationField[] = [
  {
    name: "botToken",
    label: "Bot token",
    hint: "Of a Slack app with the scope chat:write, invited to the channel.",
    placeholder: "xoxb-…",
    isSecret: true,
  },
  {
    name: "channel",
    label: "Slack channel",
    hint: "Its name or its id.",
    placeholder: "#deploys",
  },
  {
    name: "signingSecret",
    label: "Signing secret",
    hint: "Of the same app, whose request URL for interactivity is /api/slack/actions here: messages get buttons.",
    placeholder: "32 hexadecimal digits",
    isSecret: true,
    isOptional: true,
  },
];
const teams: DestinationField[] = [
  {
    name: "webhookUrl",
    label: "Workflow URL",
    hint: "From a Teams workflow that posts to a channel when a webhook request is received.",
    placeholder: "https://….api.powerplatform.com/…",
    isSecret: true,
  },
];
const discord: DestinationField[] = [
  {
    name: "webhookUrl",
    label: "Webhook URL",
    hint: "From the integrations of a Discord channel.",
    placeholder: "https://discord.com/api/webhooks/…",
    isSecret: true,
  },
];
const pagerduty: DestinationField[] = [
  {
    name: "routingKey",
    label: "Integration key",
    hint: "From an Events API v2 integration of a PagerDuty service.",
    placeholder: "32 characters",
    isSecret: true,
  },
  {
    name: "region",
    label: "Service region",
    hint: "Where your PagerDuty account lives.",
    options: [
      { value: "us", label: "United States" },
      { value: "eu", label: "Europe" },
    ],
  },
];
const webhook: DestinationField[] = [
  {
    name: "url",
    label: "URL",
    hint: "Gets a signed POST for every message, by Standard Webhooks.",
    placeholder: "https://example.com/hooks/rollcall",
    isSecret: true,
  },
];
const signing: DestinationField = {
  name: "secret",
  label: "Signing secret",
  hint: "Empty: one is made, and shown once when the channel is saved.",
  placeholder: "whsec_…",
  isSecret: true,
  isOptional: true,
};

/** What is asked about a destination of this kind, in the order of the form. */
export function destinationFields(
  { kind, slackBy, mailTo }: Pick<ChannelDraft, "kind" | "slackBy" | "mailTo">,
  isNew: boolean,
): DestinationField[] {
  switch (kind) {
    case "email":
      return mailTo === "author" ? [] : email;
    case "slack":
      return slackBy === "app" ? slackApp : slack;
    case "teams":
      return teams;
    case "discord":
      return discord;
    case "pagerduty":
      return pagerduty;
    case "webhook":
      // A stored secret is changed by a rotation, which lets the receiver follow.
      return isNew ? [...webhook, signing] : webhook;
  }
}

/** What of a stored field may be shown; `null` when nothing is stored. */
export function shownOf(config: ChannelWire["config"], name: DestinationName): string | null {
  const shown = name === "secret" ? undefined : config[name];
  return Array.isArray(shown) ? shown.join("\n") : (shown ?? null);
}
