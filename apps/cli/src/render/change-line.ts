import type { DeployWire } from "@rollcall/domain/wire";
import { formatDuration, formatShare } from "@rollcall/domain/words";
import { stateIcons, stateWords } from "./palette.ts";
import { expectedPercent } from "./share-bar.ts";
import { plainText } from "./wrap.ts";

/** A share has to move this far to be worth a line of a log. */
const percentStep = 10;

/** True when a reader of a log wants to know of it: another state, cause or region's state, or a share that moved. */
export function isWorthALine(before: DeployWire | null, after: DeployWire): boolean {
  if (before === null) return true;
  const signature = (deploy: DeployWire) =>
    JSON.stringify([
      deploy.state,
      deploy.stuckKind,
      deploy.causes[0]?.code,
      deploy.regions.map(({ region, state }) => [region, state]),
    ]);
  if (signature(before) !== signature(after)) return true;
  const percentBefore = new Map(
    before.regions.map(({ region, share }) => [region, expectedPercent(share) ?? 0]),
  );
  return after.regions.some(
    ({ region, share }) =>
      Math.abs((expectedPercent(share) ?? 0) - (percentBefore.get(region) ?? 0)) >= percentStep,
  );
}

/** One line of a CI log: how long it has been, the state, the sentence, the share of each region until it is live. */
export function renderChangeLine(deploy: DeployWire, now: number): string {
  const elapsed = formatDuration(now - Date.parse(deploy.startedAt ?? deploy.createdAt));
  // The share is of the last minute, so a region that is live still shows the old answers before it was.
  const regions = deploy.regions.map(({ region, state, share }) =>
    state === "live" ? `${region} live` : `${region} ${formatShare(share.expected, share.samples)}`,
  );
  return [
    `[${elapsed}]`,
    `${deploy.service} › ${deploy.environment}`,
    `${stateIcons[deploy.state]} ${stateWords(deploy.state).toUpperCase()}`,
    plainText(deploy.sentence),
    ...(regions.length > 0 ? [`(${regions.join(", ")})`] : []),
  ].join("  ");
}
