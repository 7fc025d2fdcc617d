import type { HealthPolicy } from "./types.ts";

/**
 * N of the quorum among `fresh` regions: the configured number, never more than there are regions, or a majority
 * (⌊M/2⌋ + 1) of the fresh ones.
 */
export function quorumOf(policy: HealthPolicy, fresh: number): number {
  if (policy.quorum === null) return Math.floor(fresh / 2) + 1;
  return Math.max(1, Math.min(policy.quorum, policy.regions.length));
}

/**
 * Down at N failing regions, and down until at most min(N − 1, ⌈M/2⌉ − 1) fail: with four regions down, two that
 * recover resolve nothing, and one half coming and going changes nothing.
 */
export function isDown(wasDown: boolean, failing: number, fresh: number, quorum: number): boolean {
  if (failing >= quorum) return true;
  return wasDown && failing > Math.min(quorum - 1, Math.ceil(fresh / 2) - 1);
}
