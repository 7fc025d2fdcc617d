import type { Instant } from "../glossary.ts";
import type { Findings } from "./findings.ts";
import { emptyCell } from "./state.ts";
import { type RolloutView, silentAt } from "./view.ts";

const stalledAfterMs = 180_000;
const settleInMs = 20_000;
const silenceMs = 120_000;
/** Windows move on without answers too; nothing that they decide needs to be quicker than this. */
const lookAgainMs = 30_000;

/**
 * The earliest instant at which time alone could change the verdict: a tick that stops blocking, a deadline, a silence,
 * the end of a hold or of the soak. `null` once the deploy has ended.
 */
export function nextJudgeAt(
  view: RolloutView,
  found: Findings,
  waitingTicks: readonly Instant[],
): Instant | null {
  if (found.ended !== null) return null;
  const { facts, state, now } = view;
  const instants: (Instant | null)[] = [...waitingTicks, found.holdUntil];
  if (state.liveAt === null) instants.push(facts.watchUntil);
  if (facts.startedAt !== null) instants.push(...openInstants(view));
  const later = instants.filter((at): at is Instant => at !== null && at > now);
  return later.length === 0 ? null : Math.min(...later);
}

function openInstants({ facts, state, parts, now }: RolloutView): Instant[] {
  const started = facts.startedAt ?? now;
  if (state.liveAt !== null) {
    const soakEnd = state.liveAt + facts.policy.soakMs;
    return now < soakEnd || state.plan.mode !== "interval"
      ? [Math.max(soakEnd, now + 1), now + lookAgainMs]
      : [];
  }
  const { progress } = state;
  const silences = parts.map(({ monitor, cell, region }) =>
    silentAt(cell ?? emptyCell(monitor.id, region), state, facts, monitor),
  );
  return [
    ...silences.map((at) => at + 1),
    started + settleInMs,
    started + silenceMs,
    progress.at + stalledAfterMs,
    progress.at + facts.policy.progressDeadlineMs,
    now + lookAgainMs,
  ];
}
