/**
 * The rules people use today, fed with the same answers: live as soon as every region has answered with the expected
 * version once, or `k` times in a row; failed when that has not happened by the deadline after the start.
 */

import type { Observation } from "@rollcall/domain/observation";
import { newVersion } from "../../../packages/domain/test/rollout-fixtures.ts";

export type NaiveRule = {
  see: (observations: readonly Observation[], second: number) => void;
  liveAt: () => number | null;
};

/** Live once `k` answers in a row, in the order of arrival, were the expected version in each of `parts` places. */
export function matchesInRow(k: number, parts: number): NaiveRule {
  const rows = new Map<string, number>();
  const done = new Set<string>();
  let liveAt: number | null = null;
  return {
    liveAt: () => liveAt,
    see: (observations, second) => {
      for (const { monitorId, region, version, variant } of observations) {
        if (variant !== "plain") continue;
        const key = `${monitorId} ${region}`;
        const row = version?.value === newVersion ? (rows.get(key) ?? 0) + 1 : 0;
        rows.set(key, row);
        if (row >= k) done.add(key);
      }
      if (liveAt === null && done.size === parts) liveAt = second;
    },
  };
}
