import type { ChannelKind, IncidentKind, Severity } from "@rollcall/domain/glossary";
import type { ChannelWire } from "@rollcall/domain/wire";
import { channelKinds } from "./channel-kinds.tsx";
import { type DestinationName, destinationFields, shownOf } from "./destination-fields.ts";

/** How a Slack channel posts: by an incoming webhook, or as an app that edits its messages and has buttons. */
export type SlackWay = "webhook" | "app";

/** Whom an email channel writes to: fixed addresses, or whoever announced the deploy. */
export type MailWay = "addresses" | "author";

/** A channel being edited; `destination` is text by field, and what is empty and secret keeps what is stored. */
export type ChannelDraft = {
  kind: ChannelKind;
  slackBy: SlackWay;
  mailTo: MailWay;
  name: string;
  destination: Partial<Record<DestinationName, string>>;
  minSeverity: Severity;
  liveNotices: boolean;
  services: string[];
  environments: string[];
  kinds: IncidentKind[];
  actors: string[];
  escalateAfterMinutes: number | null;
};

export function emptyChannel(kind: ChannelKind): ChannelDraft {
  return {
    kind,
    slackBy: "webhook",
    mailTo: "addresses",
    name: "",
    destination: {},
    minSeverity: "warning",
    liveNotices: false,
    services: [],
    environments: [],
    kinds: [],
    actors: [],
    escalateAfterMinutes: null,
  };
}

type StoredChannel = Omit<ChannelDraft, "destination" | "slackBy" | "mailTo"> & Pick<ChannelWire, "config">;

export function draftOfChannel(channel: StoredChannel): ChannelDraft {
  const { kind, name, minSeverity, liveNotices, services, environments, config } = channel;
  const { kinds, actors, escalateAfterMinutes } = channel;
  const draft: ChannelDraft = {
    ...emptyChannel(kind),
    slackBy: config.botToken === undefined ? "webhook" : "app",
    mailTo: config.author === true ? "author" : "addresses",
    ...{ name, minSeverity, liveNotices, services, environments, kinds, actors, escalateAfterMinutes },
  };
  const shown = destinationFields(draft, false)
    .filter((field) => !field.isSecret)
    .map((field) => [field.name, shownOf(channel.config, field.name) ?? ""]);
  return { ...draft, destination: Object.fromEntries(shown) };
}

/** The names in a text that is separated by commas or lines. */
export function namesIn(text: string): string[] {
  return [...new Set(text.split(/[,;\n]+/).map((name) => name.trim()))].filter((name) => name !== "");
}

/** The addresses in a text, however they are separated. */
export function addressesIn(text: string): string[] {
  return [...new Set(text.split(/[\s,;]+/).filter((address) => address !== ""))];
}

/** What is sent: with the kind for a new channel (`stored` is `null`), without what is to stay as it is stored. */
export function channelBody(
  draft: ChannelDraft,
  stored: ChannelWire["config"] | null,
): Record<string, unknown> {
  const { kind, slackBy: _, mailTo, destination, name, ...filter } = draft;
  const isToAuthor = kind === "email" && mailTo === "author";
  const config = destinationFields(draft, stored === null).flatMap((field) => {
    const text = destination[field.name]?.trim() ?? field.options?.[0]?.value ?? "";
    const isKept = field.isSecret && stored !== null && shownOf(stored, field.name) !== null;
    const isLeftOut = text === "" && (field.isOptional || isKept);
    return isLeftOut ? [] : [[field.name, field.name === "to" ? addressesIn(text) : text]];
  });
  return {
    ...(stored === null && { kind }),
    ...(config.length > 0 && { config: Object.fromEntries(config) }),
    ...(isToAuthor && { config: { author: true } }),
    ...filter,
    name: name.trim() || channelKinds[kind].name,
  };
}
