import type { ChannelWire } from "@rollcall/domain/wire";

type Filter = Pick<ChannelWire, "minSeverity" | "liveNotices" | "services" | "environments">;

/** A channel's filter as it is said: "Tells about warnings and criticals of checkout-api in every environment." */
export function channelSentence({ minSeverity, liveNotices, services, environments }: Filter): string {
  const what = minSeverity === "critical" ? "criticals only" : "warnings and criticals";
  const whose = services.length === 0 ? "every service" : join(services);
  const where = environments.length === 0 ? "every environment" : join(environments);
  const live = liveNotices ? ", and when a deploy is live" : "";
  return `Tells about ${what} of ${whose} in ${where}${live}.`;
}

function join(names: string[]): string {
  return names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
}
