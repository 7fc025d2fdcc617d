import type { Instant, StuckKind } from "../glossary.ts";
import { provesAbsence } from "../preflight/proof.ts";
import { countReplaced } from "./count-instances.ts";
import { errorsBehind, hasGained, type Progress, type ProgressPart, readPace } from "./progress.ts";
import { countAnswers, progressParts, type RolloutView } from "./view.ts";

/** A rule that has found a rollout stuck by its pace: it holds until progress is proven. */
export type PaceRule = "stuck.progress_deadline" | "stuck.stalled";

/** What decided, and since when nothing has moved. */
export type Stuck = { kind: StuckKind; rule: PaceRule | "stuck.preflight"; since: Instant };

/**
 * The shortest time without progress that can show that a rollout is behind its own pace. A few pods that start at once
 * and then one that takes three minutes are an everyday thing.
 */
export const stalledAfterMs = 240_000;
/**
 * For a verdict before the deadline the evidence must be stronger than at it; chosen by simulation (`npm run bench --
 * verdict`), so that a healthy rollout of 90 min is called stuck in less than one watch of a hundred.
 */
const stalledErrors = 5;
/** Nor may anything look like a gain, now or since the last progress, be it by chance: what moves again is not stuck. */
const hintErrors = 1;
const hintSpanMs = 120_000;
const [shortestSpanMs, longestSpanMs] = [360_000, 600_000];
const stalledSpansMs = [shortestSpanMs, 420_000, 480_000, 540_000, longestSpanMs];
const stalledSpanErrors = 5;
/** Where instances are counted, nothing is known to have come in the meantime. */
const countedSpanErrors = 3.5;
/** And none is missed before it takes so many times as long as the slowest of them did. */
const gapsMin = 2;
const deadlineErrors = 3.5;
/** Over a span of a whole deadline, in which nothing looks like a gain either, fewer are enough. */
const standstillErrors = 4;
const gainErrors = 2.5;
/** What has just been proven is not taken back at once. */
const freshMs = 60_000;
/** After so many deadlines without proven progress a rollout is stuck however slow its own pace was. */
const patienceDeadlines = 3;
const answersMin = 5;

/**
 * Whether a started rollout has stopped. At the deadline it must not merely lack proof of progress (a slow rollout
 * with few probes often does) but also be behind half its own pace, or have nothing left to do that it waits for;
 * before the deadline, or by the last ten minutes alone, behind by more errors.
 * Found once, it holds until progress is proven. At once it is stuck when its image is proven to be missing, for as
 * long as that holds and nothing expected has answered. Never without recent answers, and never once it was live.
 */
export function findStuck(view: RolloutView): Stuck | null {
  const { facts, state, parts, now } = view;
  if (facts.startedAt === null || state.liveAt !== null || state.isAtTarget) return null;
  const heard = countHeard(view);
  if (parts.every((part) => part.isDone) || heard === 0) return null;
  const since = state.progress.at;
  const found = () =>
    findStuckRule(state.progress, progressParts(view), {
      startedAt: facts.startedAt ?? now,
      now,
      deadlineMs: facts.policy.progressDeadlineMs,
      isCounted: countReplaced(view) !== null,
    });
  const paceRule = () => (state.stuckAfter?.at === since ? state.stuckAfter.rule : found());
  const rule = (heard < answersMin ? null : paceRule()) ?? (cannotStart(view) ? "stuck.preflight" : null);
  const kind = view.firstSeenAt === null ? "never_seen" : "partial";
  return rule === null ? null : { kind, rule, since };
}

/** What to remember of being stuck. A missing image is asked for again and again, so it needs no memory. */
export function rememberStuck(stuck: Stuck | null): { at: Instant; rule: PaceRule } | null {
  return stuck === null || stuck.rule === "stuck.preflight" ? null : { at: stuck.since, rule: stuck.rule };
}

/** Whatever the registry says: what has answered once has started. */
function cannotStart({ facts, firstSeenAt }: RolloutView): boolean {
  const { preflight = null, status } = facts;
  return preflight !== null && firstSeenAt === null && provesAbsence(preflight, status);
}

/**
 * The rule by which the parts have stopped since the last progress; `null` while they may still be moving. Where
 * instances are counted (`isCounted`) progress is seen when it happens, and the deadline needs no patience.
 */
export function findStuckRule(
  progress: Progress,
  parts: readonly ProgressPart[],
  situation: Situation,
): PaceRule | null {
  const { startedAt, now, deadlineMs, isCounted = false } = situation;
  const idleMs = now - progress.at;
  // A new try has no pace of its own before something moves, nor has a monitor that joins.
  if (progress.kind === "announced_again" || progress.kind === "joined")
    return idleMs >= deadlineMs ? "stuck.progress_deadline" : null;
  const patience = isCounted ? 1 : patienceDeadlines;
  if (idleMs >= patience * deadlineMs) return "stuck.progress_deadline";
  if (idleMs >= deadlineMs) {
    const spanMs = deadlineSpanMs(now - startedAt);
    const isKeeping =
      readPace(progress, parts, { startedAt, now, errors: deadlineErrors }) === "keeping" &&
      errorsBehind(parts, { startedAt, now, spanMs }) < deadlineErrors;
    if (!isKeeping) return "stuck.progress_deadline";
  }
  return isStalled(progress, parts, situation) ? "stuck.stalled" : null;
}

type Situation = { startedAt: Instant; now: Instant; deadlineMs: number; isCounted?: boolean };

/** Whether it is so far behind its own pace that the deadline need not be waited for. */
function isStalled(
  progress: Progress,
  parts: readonly ProgressPart[],
  { startedAt, now, deadlineMs, isCounted = false }: Situation,
): boolean {
  const idleMs = now - progress.at;
  if (isCounted && idleMs < gapsMin * (progress.longestGapMs ?? 0)) return false;
  const behind = (spanMs: number) => errorsBehind(parts, { startedAt, now, spanMs });
  const gains = (spanMs: number, errors: number) => hasGained(parts, { now, spanMs, errors });
  // Progress is often proven long after it was made: looked at by itself, the span of a deadline may hold none.
  const wholeMs = Math.min(longestSpanMs, Math.max(shortestSpanMs, deadlineMs));
  const isStanding = idleMs >= freshMs && now - startedAt > wholeMs && !gains(wholeMs, gainErrors);
  if (isStanding && behind(wholeMs) >= standstillErrors) return true;
  if (idleMs < stalledAfterMs || gains(hintSpanMs, hintErrors) || gains(idleMs, hintErrors)) return false;
  const spanErrors = isCounted ? countedSpanErrors : stalledSpanErrors;
  return (
    readPace(progress, parts, { startedAt, now, errors: stalledErrors }) === "behind" ||
    stalledSpansMs.some((spanMs) => spanMs <= idleMs && behind(spanMs) >= spanErrors)
  );
}

/** What came before must be long enough to go on from. */
function deadlineSpanMs(elapsedMs: number): number {
  return Math.min(longestSpanMs, 0.6 * elapsedMs);
}

function countHeard({ parts }: RolloutView): number {
  return parts.filter((part) => !part.isSilent).reduce((sum, part) => sum + countAnswers(part.kept), 0);
}
