import type { Severity } from "../glossary.ts";

/** What a channel asks for. Empty lists mean all. */
export type ChannelFilter = {
  name: string;
  minSeverity: Severity;
  liveNotices: boolean;
  services: readonly string[];
  environments: readonly string[];
  escalateAfterMinutes?: number | null;
};

/** A channel's filter as a sentence: "Tell #deploys when production of checkout-api is stuck, degraded or down." */
export function channelSentence({
  name,
  minSeverity,
  liveNotices,
  escalateAfterMinutes,
  ...places
}: ChannelFilter): string {
  const what = minSeverity === "critical" ? "degraded or down" : "stuck, degraded or down";
  const live = liveNotices ? ", and when a deploy is live" : "";
  const turn = escalateAfterMinutes ? ` and nobody has acknowledged it for ${escalateAfterMinutes} min` : "";
  return `Tell ${name} when ${placeOf(places)} is ${what}${turn}${live}.`;
}

function placeOf({ services, environments }: Pick<ChannelFilter, "services" | "environments">): string {
  if (environments.length === 0) return services.length === 0 ? "any service" : listAny(services);
  return `${listAny(environments)} of ${services.length === 0 ? "any service" : listAny(services)}`;
}

function listAny(names: readonly string[]): string {
  const last = names.at(-1) ?? "";
  return names.length < 2 ? last : `${names.slice(0, -1).join(", ")} or ${last}`;
}
