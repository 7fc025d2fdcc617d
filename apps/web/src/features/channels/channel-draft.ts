import type { ChannelKind, Severity } from "@rollcall/domain/glossary";
import type { ChannelWire } from "@rollcall/domain/wire";
import { channelKinds } from "./channel-kinds.tsx";
import { type DestinationName, destinationFields, shownOf } from "./destination-fields.ts";

/** A channel being edited; `destination` is text by field, and what is empty and secret keeps what is stored. */
export type ChannelDraft = {
  kind: ChannelKind;
  name: string;
  destination: Partial<Record<DestinationName, string>>;
  minSeverity: Severity;
  liveNotices: boolean;
  services: string[];
  environments: string[];
};

export function emptyChannel(kind: ChannelKind): ChannelDraft {
  return {
    kind,
    name: "",
    destination: {},
    minSeverity: "warning",
    liveNotices: false,
    services: [],
    environments: [],
  };
}

type StoredChannel = Omit<ChannelDraft, "destination"> & Pick<ChannelWire, "config">;

export function draftOfChannel(channel: StoredChannel): ChannelDraft {
  const { kind, name, minSeverity, liveNotices, services, environments } = channel;
  const draft: ChannelDraft = {
    ...emptyChannel(kind),
    name,
    minSeverity,
    liveNotices,
    services,
    environments,
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

/** What is sent: with the kind for a new channel, without what is to stay as it is stored. */
export function channelBody(draft: ChannelDraft, isNew: boolean): Record<string, unknown> {
  const { kind, destination, name, ...filter } = draft;
  const config = destinationFields(draft, isNew).flatMap((field) => {
    const text = destination[field.name]?.trim() ?? field.options?.[0]?.value ?? "";
    const isLeftOut = text === "" && (field.isOptional || (field.isSecret && !isNew));
    return isLeftOut ? [] : [[field.name, field.name === "to" ? addressesIn(text) : text]];
  });
  return {
    ...(isNew && { kind }),
    ...(config.length > 0 && { config: Object.fromEntries(config) }),
    ...filter,
    name: name.trim() || channelKinds[kind].name,
  };
}
