import type { RolloutPolicy } from "./types.ts";

/** The settings of `docs/` and the product: 10 % tolerance, 1 % risk, 10 min without progress, 15 min of soak. */
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
