/** Keeps out what a scheduler sent that no longer leads: one that was stopped, or cut off, and woke up. */

export type LeaderFence = {
  /** False for a batch of an earlier leader than the one heard lately; a batch without a token is from an older program. */
  admits(leaderToken: number | undefined, nowMs: number): boolean;
};

/** Longer than a batch lives. Later a lower token is a database that was put back, not an old leader. */
const heardLatelyMs = 15_000;

/** Makes the fence of one prober; until it has heard a leader it admits every one. */
export function createLeaderFence(): LeaderFence {
  let leader = { token: 0, heardAtMs: Number.NEGATIVE_INFINITY };
  return {
    admits(leaderToken, nowMs) {
      if (leaderToken === undefined) return true;
      if (leaderToken < leader.token && nowMs - leader.heardAtMs <= heardLatelyMs) return false;
      leader = { token: leaderToken, heardAtMs: nowMs };
      return true;
    },
  };
}
