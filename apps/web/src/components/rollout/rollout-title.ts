import type { DeployWire } from "@rollcall/domain/wire";
import { sharePercent } from "../../format/share.ts";
import { deployStateWords } from "../state/state-words.ts";

/** "87 % checkout-api" while it moves, "Live checkout-api" once there is nothing to count. */
export function rolloutTitle({
  state,
  service,
  share,
}: Pick<DeployWire, "state" | "service" | "share">): string {
  const percent = countingPercent({ state, share });
  return `${percent === null ? deployStateWords[state].word : `${percent} %`} ${service}`;
}

/** The share to show in a tab, `null` when the rollout is over or nothing has answered. */
export function countingPercent({ state, share }: Pick<DeployWire, "state" | "share">): number | null {
  const { tone } = deployStateWords[state];
  return tone === "good" || tone === "ended" ? null : sharePercent(share.expected, share.samples);
}
