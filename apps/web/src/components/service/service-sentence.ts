import type { ServiceView } from "@rollcall/services/views";
import { formatShare } from "../../format/share.ts";
import { shortVersion } from "../../format/version.ts";

/** How a service stands, environment by environment: "In production it serves 1.42.0 as expected; in staging it is down." */
export function serviceSentence({ environments }: Pick<ServiceView, "environments">): string {
  if (environments.length === 0) return "It has no environment yet.";
  const text = environments.map(environmentClause).join("; ");
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}.`;
}

function environmentClause(environment: ServiceView["environments"][number]): string {
  const { environment: name, expectedVersion, servedVersion, health, share } = environment;
  if (health === "down") return `in ${name} it is down`;
  if (environment.monitors === 0) return `in ${name} it has no monitor, so nothing is known`;
  if (servedVersion === null) return `in ${name} it has not told its version yet`;
  const served = `in ${name} it serves ${shortVersion(servedVersion)}`;
  if (expectedVersion === null) return `${served}, nothing was announced`;
  const isServed = servedVersion === expectedVersion;
  const expected = shortVersion(expectedVersion);
  if (share !== null && share.expected > 0 && share.previous + share.other > 0) {
    const others = isServed ? "" : `, others are ${shortVersion(servedVersion)}`;
    return `in ${name} ${formatShare(share.expected, share.samples)} of answers are the expected ${expected}${others}`;
  }
  return isServed ? `${served} as expected` : `${served}, expected is ${expected}`;
}
