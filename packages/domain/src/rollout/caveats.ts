import type { RolloutStrategy } from "../glossary.ts";
import { countOf, formatDuration } from "../words/index.ts";
import { isHeldByFailures } from "./clean-run.ts";
import { isEdgeStale, isOriginOld } from "./comparison.ts";
import { countAnswers, type PartView, type RolloutView } from "./view.ts";

/** What limits the judgement of these parts, in words for people. */
export function caveatsOf(parts: readonly PartView[], view: RolloutView): string[] {
  const sum = (of: (part: PartView) => number) => parts.reduce((total, part) => total + of(part), 0);
  const caveats: string[] = [];
  const silent = parts.filter((part) => part.isSilent);
  if (silent.length > 0) caveats.push(silenceText(silent, view));
  const blocked = sum((part) => part.window.blocked);
  if (blocked > 0) caveats.push(`${blocked} probes were refused (403 or 429)`);
  // What answered before it was live was no straggler.
  const isWindowLive = view.state.liveAt !== null && view.now - view.windowMs >= view.state.liveAt;
  const stragglers = isWindowLive ? sum(({ window }) => window.marks.previous + window.marks.other) : 0;
  if (stragglers > 0 && !parts.some((part) => part.isReturned)) {
    const answers = sum((part) => countAnswers(part.window));
    const isUnknown = parts.some(({ window }) => window.marks.other > 0);
    caveats.push(
      `stragglers: ${stragglers} of ${answers} answers are ${isUnknown ? `not ${view.facts.version}` : "still old"}`,
    );
  }
  if (isEdgeStale(parts)) caveats.push("past its caches the new version answers");
  if (view.state.cdn !== null && isOriginOld(parts))
    caveats.push("past its caches the old version answers too: the origin is old");
  if (view.state.cdn !== null)
    caveats.push(`behind ${view.state.cdn}: its edge may pool connections and cache answers`);
  if (isPinned(parts, view)) {
    caveats.push("always the same instance answers here: its balancer may pin us by our address");
  }
  const held = parts.filter(
    ({ cell, isDone }) => !isDone && isHeldByFailures(cell.tally.run, view.facts.policy),
  );
  if (held.length > 0) {
    const silent = held.reduce((total, { cell }) => total + cell.tally.run.silent, 0);
    caveats.push(
      `${countOf(silent, "failed probe")} may hide an old instance that hangs: more answers will tell`,
    );
  }
  if (isMixedTooLong(parts, view)) {
    caveats.push(
      `announced as ${switches[view.facts.strategy]}, yet old and new have answered side by side for ${formatDuration(view.now - (view.firstSeenAt ?? view.now))}`,
    );
  }
  return caveats;
}

/** Strategies that replace everything at once. */
const switches: Partial<Record<RolloutStrategy, string>> = {
  instant: "an instant replacement",
  blue_green: "a blue-green switch",
};
/** DNS, connection draining and reloads take their time, and a switch is over by then. */
const switchMs = 60_000;

function isMixedTooLong(
  parts: readonly PartView[],
  { facts, state, firstSeenAt, now }: RolloutView,
): boolean {
  if (switches[facts.strategy] === undefined || state.liveAt !== null || firstSeenAt === null) return false;
  const isMixed = parts.some(
    ({ window: { marks } }) => marks.expected > 0 && marks.previous + marks.other > 0,
  );
  return isMixed && now - firstSeenAt > switchMs;
}

const pinnedAnswersMin = 30;

/** A balancer that hashes the source address shows us one instance for ever, whatever happens to the others. */
function isPinned(parts: readonly PartView[], { state }: RolloutView): boolean {
  if (Object.keys(state.instances).length < 2) return false;
  return parts.some(({ kept }) => {
    const counts = Object.values(kept.instances);
    return counts.length === 1 && (counts[0] ?? 0) >= pinnedAnswersMin;
  });
}

function silenceText(silent: readonly PartView[], view: RolloutView): string {
  const lastAt = Math.max(...silent.map(({ cell }) => cell.lastSampleAt ?? 0));
  return lastAt === 0 ? "no data yet" : `no data for ${formatDuration(view.now - lastAt)}`;
}
