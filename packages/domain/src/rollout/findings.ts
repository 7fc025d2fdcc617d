/** Everything the rules find true of a rollout at one instant, and the conditions that follow. */
import { type DeployState, deployStates, endedStates, type Instant } from "../glossary.ts";
import { type Degradation, findDegradation } from "./degradation.ts";
import { findMissingAssets, type MissingAssets } from "./missing-assets.ts";
import { meanShare } from "./progress.ts";
import { findReturn, findRollback, type Return } from "./regression.ts";
import { findStuck, type Stuck } from "./stuck.ts";
import { findUnverifiable, isForeignComing, type Unverifiable } from "./unverifiable.ts";
import { progressParts, type RolloutView } from "./view.ts";

/** What each rule found, `null` where it found nothing. */
export type Findings = {
  ended: (typeof endedStates)[number] | null;
  endedAt: Instant | null;
  unverifiable: Unverifiable | null;
  rollback: { version: string | null; deployId: string | null } | null;
  comeback: Return | null;
  degradation: Degradation | null;
  missingAssets: MissingAssets | null;
  stuck: Stuck | null;
  isLive: boolean;
  /** Proven, and waiting for the hold time; until when. */
  holdUntil: Instant | null;
  isAtTarget: boolean;
};

/** Applies the rules. `view.state` must have its latches (`provenAt`, `liveAt`) up to date. */
export function findAll(view: RolloutView): Findings {
  const { facts, state } = view;
  const comeback = findReturn(view);
  const unverifiable = findUnverifiable(view);
  return {
    ...findEnd(view),
    unverifiable,
    rollback: facts.startedAt === null ? null : findRollback(view),
    comeback,
    degradation: findDegradation(view),
    missingAssets: findMissingAssets(view),
    // Where nothing can be known, nothing is known to be stuck.
    stuck: unverifiable === null && !isForeignComing(view) ? findStuck(view) : null,
    isLive: state.liveAt !== null && comeback === null,
    holdUntil: state.liveAt === null && state.provenAt !== null ? state.provenAt + holdMs(view) : null,
    isAtTarget: state.isAtTarget,
  };
}

/** A hold of a minute behind a CDN, because its caches expire at their own pace; none elsewhere. */
export function holdMs({ facts, state }: RolloutView): number {
  return facts.policy.holdMs ?? (state.cdn === null ? 0 : 60_000);
}

/** A deploy that was live once does not expire: it is what its service is expected to serve. */
function findEnd({ facts, state, now }: RolloutView): Pick<Findings, "ended" | "endedAt"> {
  if (facts.supersededAt !== null) return { ended: "superseded", endedAt: facts.supersededAt };
  if (facts.cancelledAt !== null) return { ended: "cancelled", endedAt: facts.cancelledAt };
  const isExpired = state.liveAt === null && now >= facts.watchUntil;
  return isExpired ? { ended: "expired", endedAt: facts.watchUntil } : { ended: null, endedAt: null };
}

const targetWindowMs = 60_000;
const targetAnswersMin = 30;

/** Whether a canary stands at its target share. Once there it may differ by more, so that chance does not move it. */
export function isCanaryAtTarget(view: RolloutView): boolean {
  const { targetShare, strategy } = view.facts;
  if (strategy !== "canary" || targetShare === null || targetShare >= 1) return false;
  const now = meanShare(progressParts(view), view.now - targetWindowMs, view.now);
  if (now.answers < targetAnswersMin) return view.state.isAtTarget;
  const error = Math.sqrt(now.variance);
  const margin = view.state.isAtTarget ? Math.max(0.1, 4 * error) : Math.max(0.05, 2 * error);
  return Math.abs(now.share - targetShare) <= margin;
}

/** All states that hold at once, the first of which is the deploy's state. */
export function conditionsOf(view: RolloutView, found: Findings): DeployState[] {
  const { facts } = view;
  const isStarted = facts.startedAt !== null;
  const holds: Partial<Record<DeployState, boolean>> = {
    unverifiable: found.unverifiable !== null,
    rolled_back: found.rollback !== null,
    old_returned: found.comeback?.kind === "old",
    degraded: found.degradation !== null || found.missingAssets !== null,
    stuck: found.stuck !== null,
    live: found.isLive && found.rollback === null,
    holding: found.holdUntil !== null,
    at_target: found.isAtTarget,
    rolling: isStarted && view.firstSeenAt !== null && !found.isLive && found.holdUntil === null,
    waiting: isStarted && view.firstSeenAt === null,
    pending: !isStarted,
  };
  if (found.ended !== null) return [found.ended];
  return deployStates.filter((state) => holds[state] === true);
}

/** True for states from which a deploy never comes back. */
export function isEnded(state: DeployState): boolean {
  return (endedStates as readonly DeployState[]).includes(state);
}
