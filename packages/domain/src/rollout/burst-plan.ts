/** How densely an open deploy is probed: few probes while nothing moves, many while confirming. */
import type { Instant } from "../glossary.ts";
import type { Findings } from "./findings.ts";
import { planAssetChecks } from "./missing-assets.ts";
import { meanShare } from "./progress.ts";
import { looksFailing, silentBefore } from "./quality.ts";
import type { Sample } from "./sample.ts";
import type { BurstPlan } from "./types.ts";
import { countAnswers, type PartView, progressParts, type RolloutView, watchedFrom } from "./view.ts";

type Pace = Pick<BurstPlan, "mode" | "count" | "everyMs">;

const interval: Pace = { mode: "interval", count: 0, everyMs: 0 };
/** At the announcement: what answers then is what later failures and latencies are compared with. */
const baselining: Pace = { mode: "watching", count: 10, everyMs: 2000 };
const watching: Pace = { mode: "watching", count: 5, everyMs: 2000 };
const confirming: Pace = { mode: "confirming", count: 20, everyMs: 2000 };
/** Twice as many where it takes failures to be told from an old instance that hangs. */
const confirmingAmidFailures: Pace = { ...confirming, everyMs: 1000 };
const stuck: Pace = { mode: "stuck", count: 1, everyMs: 10_000 };
/** Whoever answers 403 or 429 is asked even less. */
const backedOff: Pace = { mode: "stuck", count: 1, everyMs: 30_000 };
/** After live: enough to notice, little to bear. */
const soaking: Pace = { mode: "watching", count: 1, everyMs: 2000 };
/** While a canary stands at its target, which may be for days. */
const standing: Pace = { mode: "watching", count: 1, everyMs: 10_000 };

/** The plan that fits what was found; the same object as before when nothing changes, else with the next version. */
export function planBursts(view: RolloutView, found: Findings): BurstPlan {
  const before = view.state.plan;
  const next = {
    ...withinBudget(choosePace(view, found), view),
    compareCache: false,
    ...(found.ended === null && planAssetChecks(view)),
  };
  if (next.mode !== "interval") next.compareCache = shouldCompareCache(view, found);
  const isSame =
    next.mode === before.mode &&
    next.count === before.count &&
    next.everyMs === before.everyMs &&
    next.compareCache === before.compareCache &&
    JSON.stringify(next.assets) === JSON.stringify(before.assets);
  return isSame ? before : { ...next, version: before.version + 1 };
}

/** Fewer probes, at the same instants. */
function withinBudget(pace: Pace, { facts }: RolloutView): Pace {
  const countMax = ((facts.policy.probesPerSecondMax ?? Number.POSITIVE_INFINITY) * pace.everyMs) / 1000;
  return pace.mode === "interval" ? pace : { ...pace, count: Math.min(pace.count, Math.floor(countMax)) };
}

function choosePace(view: RolloutView, found: Findings): Pace {
  const { facts, state } = view;
  if (found.ended !== null || facts.startedAt === null) return interval;
  if (found.unverifiable?.reason === "no_monitors") return interval;
  if (found.unverifiable?.reason === "blocked") return backedOff;
  if (state.liveAt !== null) return paceAfterLive(view, state.liveAt);
  const waiting = view.parts.filter((part) => !part.isDone && !part.isSilent);
  const answersAsked = found.stuck === null ? 10 : 6;
  const isNearlyDone = waiting.length > 0 && waiting.every((part) => isAllNew(part, answersAsked));
  if (isNearlyDone && found.degradation === null) {
    return waiting.some(hasFailures) ? confirmingAmidFailures : confirming;
  }
  if (found.isAtTarget) return standing;
  if (waiting.length === 0) return soaking;
  if (isBaselining(view)) return baselining;
  if (isStanding(view, found) && !isStirring(view)) return stuck;
  return isDoubtful(view) ? { ...watching, count: doubtfulCount(view) } : watching;
}

const baselineMs = 20_000;

function isBaselining({ facts, now }: RolloutView): boolean {
  return now < (watchedFrom(facts) ?? now) + baselineMs;
}

const doubtfulAfterMs = 60_000;

/** Seen, and no longer provably moving: whether it only moves slowly is a question of how many answers there are. */
function isDoubtful({ state, firstSeenAt, now }: RolloutView): boolean {
  return firstSeenAt !== null && now - state.progress.at >= doubtfulAfterMs;
}

/** Progress is read from all parts together, so they share the probes that it takes. */
function doubtfulCount({ parts }: RolloutView): number {
  return Math.max(watching.count, Math.ceil(20 / parts.length));
}

/** Nothing moves, and nothing needs to be found out quickly any more. */
function isStanding({ state, facts, now }: RolloutView, found: Findings): boolean {
  if (found.stuck !== null) return true;
  const isKnown = found.unverifiable !== null || found.degradation !== null;
  return isKnown && now - state.progress.at >= facts.policy.progressDeadlineMs;
}

/** Old answers that may be a return, or failures that may have risen, are looked into; a return that stays is kept in sight. */
function paceAfterLive(view: RolloutView, liveAt: Instant): Pace {
  const returned = view.parts.filter((part) => part.isReturned);
  if (returned.length > 0) {
    if (returned.every((part) => isAllNew(part, 10))) return confirming;
    const since = Math.max(...returned.map(({ cell }) => cell.tally.returned.risen?.from ?? 0));
    return view.now - since < view.facts.policy.progressDeadlineMs ? watching : stuck;
  }
  if (view.parts.some(({ cell }) => cell.tally.returned.suspicion !== null)) return watching;
  const isSoaking = view.now < liveAt + view.facts.policy.soakMs;
  if (isSoaking && view.state.cells.some(({ tally }) => looksFailing(tally.quality))) return watching;
  return isSoaking ? soaking : interval;
}

function hasFailures({ cell }: PartView): boolean {
  return cell.tally.run.silent > 0 || silentBefore(cell.tally.quality).silent > 0;
}

/** The last answers of the part, at least `count`, are all new. */
function isAllNew({ cell }: PartView, count: number): boolean {
  const isOther = (sample: Sample) =>
    sample.version !== "expected" && (sample.ok || sample.version !== "unreadable");
  return cell.tally.run.clean >= count && !cell.pending.some(isOther);
}

/** In a stuck rollout a hint of movement is enough to look more closely; proof is what the closer look is for. */
function isStirring(view: RolloutView): boolean {
  const parts = progressParts(view);
  const recent = meanShare(parts, view.now - 60_000, view.now);
  const before = meanShare(parts, view.state.progress.at, view.now - 60_000);
  const error = Math.sqrt(recent.variance + before.variance);
  return recent.answers > 0 && recent.share - before.share > 2 * error;
}

const persistsMs = 30_000;

/** Old answers that stay although the new version answers, or behind a cache, may come from the cache alone. */
function shouldCompareCache(view: RolloutView, found: Findings): boolean {
  const { state, facts, now, window } = view;
  const old = window.marks.previous + window.marks.other;
  if (old === 0 || countAnswers(window) === 0) return false;
  if (found.stuck !== null || found.comeback !== null) return true;
  const since = state.cdn === null ? view.firstSeenAt : facts.startedAt;
  return since !== null && now - since >= persistsMs;
}
