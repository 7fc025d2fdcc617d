import type { ChannelKind, Severity } from "@rollcall/domain/glossary";
import type { ChannelWire } from "@rollcall/domain/wire";
import { channelKinds } from "./channel-kinds.tsx";

/** A channel being edited. `to` is text with addresses; an empty `webhookUrl` keeps the stored one. */
export type ChannelDraft = {
  kind: ChannelKind;
  name: string;
  to: string;
  webhookUrl: string;
  minSeverity: Severity;
  liveNotices: boolean;
  services: string[];
  environments: string[];
};

export function emptyChannel(kind: ChannelKind): ChannelDraft {
  return {
    kind,
    name: "",
    to: "",
    webhookUrl: "",
    minSeverity: "warning",
    liveNotices: false,
    services: [],
    environments: [],
  };
}

export function draftOfChannel(channel: ChannelWire): ChannelDraft {
  const { kind, name, minSeverity, liveNotices, services, environments } = channel;
  const to = (channel.config.to ?? []).join("\n");
  return { kind, name, to, webhookUrl: "", minSeverity, liveNotices, services, environments };
}

/** The addresses in a text, however they are separated. */
export function addressesIn(text: string): string[] {
  return [...new Set(text.split(/[\s,;]+/).filter((address) => address !== ""))];
}

/** What is sent: with the kind for a new channel, without an unchanged secret for a stored one. */
export function channelBody(draft: ChannelDraft, isNew: boolean): Record<string, unknown> {
  const { kind, to, webhookUrl, name, ...filter } = draft;
  const isKept = !isNew && kind === "slack" && webhookUrl.trim() === "";
  const config = kind === "email" ? { to: addressesIn(to) } : { webhookUrl: webhookUrl.trim() };
  return {
    ...(isNew && { kind }),
    ...(!isKept && { config }),
    ...filter,
    name: name.trim() || channelKinds[kind].name,
  };
}
