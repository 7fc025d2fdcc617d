/**
 * How this works and what breaks it.
 *
 * A rollout is judged by two pure functions. `foldRollout` takes in whatever arrives, in any order; `judgeRollout`
 * moves the watermark, lets the settled answers into the tallies, and then asks one rule after the other what holds
 * *now*. Every rule reads the same view; several may hold at once; the state shown is the first in the glossary's
 * order. Nothing bad is terminal: when the facts change, the rules say otherwise. Little is remembered beside the
 * counts: when progress was last proven, since when every part is proven, that it was live or has ended, and, so that
 * chance does not make a verdict flap, that it was stuck or stood at its target until something provably moved.
 *
 * `live` is a proof, not a count. Each monitor and region needs a run of expected answers so long that a remaining
 * share of p would have broken it, with a risk α that is spent over every run that may ever start in an endless watch
 * (`clean-run.ts`). Old versions that come back, failures and latency that rise, are proven by the same arithmetic
 * turned around (`rise-test.ts`).
 *
 * It breaks when
 * - answers are counted in the order of arrival: slow old instances then let fast new ones pass (`watermark.ts`);
 * - probes share connections, so that a balancer cannot choose: the answers are then one answer, repeated;
 * - observations are folded by two writers at once: fold and judge under the lock of the environment;
 * - the plan in the state is not what the scheduler follows: ticks then look incomplete and only settle when late;
 * - a caller judges without storing the returned state: progress and `live` are then found again and again.
 */
import { findCauses } from "../causes/index.ts";
import type { DeployState, Instant, Severity } from "../glossary.ts";
import { planBursts } from "./burst-plan.ts";
import { countInstances, countReplaced } from "./count-instances.ts";
import { conditionsOf, type Findings, findAll, holdMs, isCanaryAtTarget, isEnded } from "./findings.ts";
import { impactOf, isProvenDown } from "./impact.ts";
import { nextJudgeAt } from "./next-judge.ts";
import { numbersOf, ruleOf } from "./numbers.ts";
import { monitorVerdicts, regionVerdicts, shareOf } from "./parts.ts";
import { advanceProgress } from "./progress.ts";
import { retryRollout } from "./retry-rollout.ts";
import { sentenceOf } from "./sentence.ts";
import { settleCells } from "./settle-cells.ts";
import type { RolloutState } from "./state.ts";
import { rememberStuck } from "./stuck.ts";
import type { BurstPlan, DeployFacts, RolloutVerdict } from "./types.ts";
import { progressParts, type RolloutView, servingInstead, viewRollout, watchedFrom } from "./view.ts";

/**
 * Says what the folded answers mean at `now`. Pure: the same arguments give the same verdict. Store the returned
 * state with it; judge again when answers arrive and at `nextJudgeAt`.
 */
export function judgeRollout(
  state: RolloutState,
  facts: DeployFacts,
  now: Instant,
): { verdict: RolloutVerdict; state: RolloutState } {
  const { state: settled, waitingTicks } = settleCells(retryRollout(state, facts), facts, now);
  const seen = viewRollout(settled, facts, now);
  const view = { ...seen, state: latch(seen) };
  const found = findAll(view);
  const plan = planBursts(view, found);
  const conditions = conditionsOf(view, found);
  const shown = conditions[0] ?? "waiting";
  const next: RolloutState = {
    ...view.state,
    plan,
    plans: recordPlan(view.state, plan, now),
    burstSince: plan.mode === "interval" ? null : (view.state.burstSince ?? now),
    stuckAfter: rememberStuck(found.stuck),
    endedAt: view.state.endedAt ?? found.endedAt,
  };
  return { state: next, verdict: describe({ ...view, state: next }, found, shown, conditions, waitingTicks) };
}

/** What is remembered, brought up to date: progress, proof, live. */
function latch(view: RolloutView): RolloutState {
  const { state, facts, now } = view;
  const from = watchedFrom(facts);
  if (from === null || state.endedAt !== null) return state;
  const parts = progressParts(view);
  const start = state.progress.kind === "started" ? { ...state.progress, at: from } : state.progress;
  const isAtTarget = isCanaryAtTarget(view);
  const moved = advanceProgress(start, parts, now, {
    isStuck: state.stuckAfter !== null,
    replaced: countReplaced(view),
  });
  const progress = isAtTarget ? { ...moved, at: now, kind: "at_target" as const } : moved;
  const isProven = view.parts.length > 0 && view.parts.every((part) => part.isDone && !part.isSilent);
  const provenAt = isProven ? (state.provenAt ?? now) : null;
  const isHeld = provenAt !== null && now >= provenAt + holdMs(view);
  return { ...state, progress, isAtTarget, provenAt, liveAt: state.liveAt ?? (isHeld ? now : null) };
}

const plansMax = 6;

function recordPlan(state: RolloutState, plan: BurstPlan, now: Instant): RolloutState["plans"] {
  const last = state.plans.at(-1);
  const { mode, count, everyMs } = plan;
  const isSame = last?.mode === mode && last.count === count && last.everyMs === everyMs;
  if (isSame) return state.plans;
  // By a clock that is behind the scheduler's, the tick that called for the plan would seem to be the plan's own.
  const newestAt = Math.max(0, ...state.cells.map((cell) => cell.lastSampleAt ?? 0));
  return [...state.plans, { mode, count, everyMs, from: Math.max(now, newestAt + 1) }].slice(-plansMax);
}

function describe(
  view: RolloutView,
  found: Findings,
  shown: DeployState,
  conditions: DeployState[],
  waitingTicks: readonly Instant[],
): RolloutVerdict {
  const { state } = view;
  return {
    state: shown,
    conditions,
    stuckKind: found.stuck?.kind ?? null,
    unverifiable: found.unverifiable?.reason ?? null,
    rule: ruleOf(shown, view, found),
    numbers: numbersOf(view, found),
    sentence: sentenceOf(shown, view, found),
    impact: impactOf(view),
    severity: severityOf(shown, view, found),
    share: shareOf(view.window, view.windowMs),
    regions: regionVerdicts(view, found),
    monitors: monitorVerdicts(view, found),
    instances: countInstances(view),
    causes: findCauses(view, found),
    alreadyLive: view.isReannounced,
    firstSeenAt: view.firstSeenAt,
    liveAt: state.liveAt,
    deadlineAt: deadlineOf(view, found),
    endedAt: found.ended === null ? null : state.endedAt,
    serving: servingInstead(view),
    drift: driftOf(found),
    rolledBackTo: found.rollback,
    plan: state.plan,
    nextJudgeAt: nextJudgeAt(view, found, waitingTicks),
  };
}

/** Follows the user: a warning while the old version serves, critical when answers fail or an old version is back. */
function severityOf(shown: DeployState, view: RolloutView, found: Findings): Severity | null {
  if (isEnded(shown)) return null;
  if (shown === "degraded" || shown === "old_returned") return "critical";
  const isBad = shown === "stuck" || shown === "rolled_back" || shown === "unverifiable";
  if (isBad) return isProvenDown(view) ? "critical" : "warning";
  return found.comeback?.kind === "other" ? "warning" : null;
}

function deadlineOf({ facts, state }: RolloutView, found: Findings): Instant | null {
  if (facts.startedAt === null || state.liveAt !== null || found.ended !== null) return null;
  return state.progress.at + facts.policy.progressDeadlineMs;
}

function driftOf({ comeback }: Findings): RolloutVerdict["drift"] {
  if (comeback?.kind !== "other") return null;
  return { version: comeback.version, regions: [...new Set(comeback.parts.map((part) => part.region))] };
}
