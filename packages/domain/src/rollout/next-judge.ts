import type { Instant } from "../glossary.ts";
import type { Findings } from "./findings.ts";
import { stalledAfterMs } from "./stuck.ts";
import { settleInMs, silenceMs } from "./unverifiable.ts";
import { type RolloutView, silentAt, watchedFrom } from "./view.ts";

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
  const instants: (Instant | null)[] = [...(isServing(view) ? [] : waitingTicks), found.holdUntil];
  if (state.liveAt === null) instants.push(facts.watchUntil);
  if (facts.startedAt !== null) instants.push(...openInstants(view));
  const later = instants.filter((at): at is Instant => at !== null && at > now);
  return later.length === 0 ? null : Math.min(...later);
}

/** Live, at the monitors' own pace, and nothing waits that says otherwise: letting it in changes no verdict. */
function isServing({ state }: RolloutView): boolean {
  const isPlain = state.liveAt !== null && state.plan.mode === "interval";
  return isPlain && state.cells.every(({ pending }) => pending.every(({ mark }) => mark === "expected"));
}

function openInstants({ facts, state, parts, now }: RolloutView): Instant[] {
  if (state.liveAt !== null) {
    const soakEnd = state.liveAt + facts.policy.soakMs;
    return state.plan.mode === "interval" ? [soakEnd] : [soakEnd, now + lookAgainMs];
  }
  const { progress } = state;
  const from = watchedFrom(facts) ?? now;
  const silences = parts.map(({ monitor, cell }) => silentAt(cell, state, facts, monitor));
  return [
    ...silences.map((at) => at + 1),
    from + settleInMs,
    from + silenceMs,
    progress.at + stalledAfterMs,
    progress.at + facts.policy.progressDeadlineMs,
    now + lookAgainMs,
  ];
}
