import type { RolloutPolicy } from "./types.ts";

/**
 * What holds unless a service or a deploy says otherwise: "less than 10 % old, 99 % sure", stuck after 10 min without
 * progress, 15 min of soak. `lateAfterMs` fits a timeout of 10 s.
 */
export const defaultRolloutPolicy: RolloutPolicy = {
  tolerance: 0.1,
  risk: 0.01,
  progressDeadlineMs: 600_000,
  holdMs: null,
  soakMs: 900_000,
  shareWindowMs: 60_000,
  silentAfterMs: 30_000,
  lateAfterMs: 15_000,
};
