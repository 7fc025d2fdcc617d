import type { StuckKind } from "../glossary.ts";
import { isBehindPace } from "./progress.ts";
import { countAnswers, progressParts, type RolloutView } from "./view.ts";

/** What decided, and since when nothing has moved. */
export type Stuck = { kind: StuckKind; rule: "stuck.progress_deadline" | "stuck.stalled"; since: number };

const stalledAfterMs = 180_000;
/** For a verdict before the deadline the evidence must be stronger than at it. */
const stalledErrors = 3.5;
const deadlineErrors = 2.5;
/** Long enough without proven progress, a rollout is stuck however little its own pace was. */
const patienceDeadlines = 3;
const answersMin = 5;

/**
 * Whether a started rollout has stopped. At the deadline it must not merely lack proof of progress (a slow rollout
 * with few probes often does) but also be provably behind half its own pace; before the deadline, provably so by more.
 * Never without recent answers, and never once it was live.
 */
export function findStuck(view: RolloutView): Stuck | null {
  const { facts, state, parts, now } = view;
  if (facts.startedAt === null || state.liveAt !== null || parts.every((part) => part.isDone)) return null;
  const heard = parts.filter((part) => !part.isSilent);
  if (heard.reduce((sum, part) => sum + countAnswers(part.kept), 0) < answersMin) return null;
  const { progress } = state;
  const idleMs = now - progress.at;
  const deadlineMs = facts.policy.progressDeadlineMs;
  const kind: StuckKind = view.firstSeenAt === null ? "never_seen" : "partial";
  const isBehind = (errors: number) =>
    isBehindPace(progress, progressParts(view), { startedAt: facts.startedAt ?? now, now, errors });
  const hasPace = progress.share > 0;
  if (
    idleMs >= deadlineMs &&
    (!hasPace || idleMs >= patienceDeadlines * deadlineMs || isBehind(deadlineErrors))
  ) {
    return { kind, rule: "stuck.progress_deadline", since: progress.at };
  }
  const isStalled = hasPace && idleMs >= stalledAfterMs && isBehind(stalledErrors);
  return isStalled ? { kind, rule: "stuck.stalled", since: progress.at } : null;
}
