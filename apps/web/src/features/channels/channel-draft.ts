import type { ChannelKind, Severity } from "@rollcall/domain/glossary";
import type { ChannelWire } from "@rollcall/domain/wire";
import { channelKinds } from "./channel-kinds.tsx";
import { type DestinationName, destinationFields, shownOf } from "./destination-fields.ts";

/** How a Slack channel posts: by an incoming webhook, or as an app that edits its messages and has buttons. */
export type SlackWay = "webhook" | "app";

/** A channel being edited; `destination` is text by field, and what is empty and secret keeps what is stored. */
export type ChannelDraft = {
  kind: ChannelKind;
  slackBy: SlackWay;
  name: string;
  destination: Partial<Record<DestinationName, string>>;
  minSeverity: Severity;
  liveNotices: boolean;
  services: string[];
  environments: string[];
  escalateAfterMinutes: number | null;
};

export function emptyChannel(kind: ChannelKind): ChannelDraft {
  return {
    kind,
    slackBy: "webhook",
    name: "",
    destination: {},
    minSeverity: "warning",
    liveNotices: false,
    services: [],
    environments: [],
    escalateAfterMinutes: null,
  };
}

type StoredChannel = Omit<ChannelDraft, "destination" | "slackBy"> & Pick<ChannelWire, "config">;

export function draftOfChannel(channel: StoredChannel): ChannelDraft {
  const { kind, name, minSeverity, liveNotices, services, environments, escalateAfterMinutes } = channel;
  const slackBy: SlackWay = channel.config.botToken === undefined ? "webhook" : "app";
  const draft: ChannelDraft = {
    ...emptyChannel(kind),
    slackBy,
    name,
    minSeverity,
    liveNotices,
    services,
    environments,
    escalateAfterMinutes,
  };
  const shown = destinationFields(draft, false)
    .filter((field) => !field.isSecret)
    .map((field) => [field.name, shownOf(channel.config, field.name) ?? ""]);
  return { ...draft, destination: Object.fromEntries(shown) };
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
  const { kind, slackBy: _, destination, name, ...filter } = draft;
  const config = destinationFields(draft, stored === null).flatMap((field) => {
    const text = destination[field.name]?.trim() ?? field.options?.[0]?.value ?? "";
    const isKept = field.isSecret && stored !== null && shownOf(stored, field.name) !== null;
    const isLeftOut = text === "" && (field.isOptional || isKept);
    return isLeftOut ? [] : [[field.name, field.name === "to" ? addressesIn(text) : text]];
  });
  return {
    ...(stored === null && { kind }),
    ...(config.length > 0 && { config: Object.fromEntries(config) }),
    ...filter,
    name: name.trim() || channelKinds[kind].name,
  };
}
