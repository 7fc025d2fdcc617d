import type { ServiceView } from "@rollcall/services/views";
import { shortVersion } from "../../format/version.ts";

/** How a service stands, environment by environment: "production serves 1.42.0 as expected; staging is down." */
export function serviceSentence({ environments }: Pick<ServiceView, "environments">): string {
  if (environments.length === 0) return "It has no environment yet.";
  return `${environments.map(environmentClause).join("; ")}.`;
}

function environmentClause(environment: ServiceView["environments"][number]): string {
  const { environment: name, expectedVersion, servedVersion, health } = environment;
  if (health === "down") return `${name} is down`;
  if (environment.monitors === 0) return `${name} has no monitor, so nothing is known of it`;
  if (servedVersion === null) return `${name} has not told its version yet`;
  const served = `${name} serves ${shortVersion(servedVersion)}`;
  if (expectedVersion === null) return `${served}, nothing was announced`;
  if (servedVersion === expectedVersion) return `${served} as expected`;
  return `${served}, expected is ${shortVersion(expectedVersion)}`;
}
