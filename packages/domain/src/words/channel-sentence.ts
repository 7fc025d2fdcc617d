import type { IncidentKind, Severity } from "../glossary.ts";

/** What a channel asks for. Empty lists mean all. */
export type ChannelFilter = {
  name: string;
  minSeverity: Severity;
  liveNotices: boolean;
  services: readonly string[];
  environments: readonly string[];
  kinds?: readonly IncidentKind[];
  actors?: readonly string[];
  escalateAfterMinutes?: number | null;
  /** Told is whoever announced the deploy. */
  isAuthor?: boolean;
};

/** Kinds of trouble as they follow "is". */
export const kindWords: Record<IncidentKind, string> = {
  stuck: "stuck",
  degraded: "degraded",
  outage: "down",
  old_returned: "back at the old version",
  rolled_back: "rolled back",
  drift: "serving another version",
  unverifiable: "unverifiable",
};

/** A channel's filter as a sentence: "Tell #deploys when production of checkout-api is in trouble." */
export function channelSentence(filter: ChannelFilter): string {
  const { name, liveNotices, escalateAfterMinutes, actors = [], isAuthor = false } = filter;
  const whom = isAuthor ? "the author of a deploy" : name;
  const by = actors.length === 0 ? "" : ` after a deploy by ${listAny(actors)}`;
  const live = liveNotices ? ", and when a deploy is live" : "";
  const turn = escalateAfterMinutes ? ` and nobody has acknowledged it for ${escalateAfterMinutes} min` : "";
  return `Tell ${whom} when ${placeOf(filter)} is ${troubleOf(filter)}${by}${turn}${live}.`;
}

function troubleOf({ kinds = [], minSeverity }: ChannelFilter): string {
  if (kinds.length === 0) return minSeverity === "critical" ? "in critical trouble" : "in trouble";
  const words = listAny(kinds.map((kind) => kindWords[kind]));
  return minSeverity === "critical" ? `${words}, if that is critical,` : words;
}

function placeOf({ services, environments }: Pick<ChannelFilter, "services" | "environments">): string {
  if (environments.length === 0) return services.length === 0 ? "any service" : listAny(services);
  return `${listAny(environments)} of ${services.length === 0 ? "any service" : listAny(services)}`;
}

function listAny(names: readonly string[]): string {
  const last = names.at(-1) ?? "";
  return names.length < 2 ? last : `${names.slice(0, -1).join(", ")} or ${last}`;
}
