import type { Instant } from "../glossary.ts";
import { type RolloutState, rolloutStateVersion, startRollout } from "./state.ts";
import type { DeployFacts } from "./types.ts";

/**
 * The stored state to go on from. One written by a release that kept its state in another shape is begun anew: what
 * was proven is proven again from new answers, but a deploy that was live, or ended, stays so.
 */
export function resumeRollout(stored: unknown, facts: DeployFacts, now: Instant): RolloutState {
  const state = stored as Partial<RolloutState> | null | undefined;
  if (state?.v === rolloutStateVersion) return state as RolloutState;
  const fresh = startRollout(facts, now);
  const instant = (value: unknown) => (typeof value === "number" ? value : null);
  return { ...fresh, liveAt: instant(state?.liveAt), endedAt: instant(state?.endedAt) };
}
