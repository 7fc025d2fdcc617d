import type { Instant } from "../glossary.ts";
import type { HealthFold } from "./fold-health.ts";
import { currentStreak, type RegionStreak } from "./region-streak.ts";
import type { HealthPolicy } from "./types.ts";

/**
 * `ask`: regions to probe again at once. `nextAt`: when one that has not answered may be asked again, `null` when
 * nobody is waited for.
 */
export type Asking = { ask: string[]; nextAt: Instant | null };

type Standing = { region: string; streak: RegionStreak | null; lastAt: Instant };

/** What a region's last answers have begun to say without having decided it. */
type Turn = "to_failing" | "to_up" | null;

/** After so many unanswered asks the monitor's own interval goes on. */
const patience = 3;

/**
 * Confirms at once what one region has begun to see: a failure in that region until its threshold is reached, and in
 * every other that has not answered since; a recovery in that region, and in those that were failing. Bounded: each
 * ask follows an answer that changed something, and a region that owes an answer is not asked again before it is
 * overdue.
 */
export function regionsToAsk(fold: HealthFold, policy: HealthPolicy, isDown: boolean, now: Instant): Asking {
  const standings = policy.regions.map((region): Standing => {
    const known = fold.regions[region];
    const streak = known === undefined ? null : currentStreak(known, policy);
    return { region, streak, lastAt: streak?.recent.at(-1)?.at ?? 0 };
  });
  const turnedAt = (turn: Turn) =>
    Math.max(
      0,
      ...standings
        .filter(({ streak, lastAt }) => isYoung(lastAt, policy, now) && turnOf(streak, policy) === turn)
        .map(({ lastAt }) => lastAt),
    );
  // What is down already needs no more failures.
  const failingAt = isDown ? 0 : turnedAt("to_failing");
  const recoveringAt = turnedAt("to_up");
  const wanted = standings.filter(({ streak, lastAt }) => {
    if (streak?.state === "failing") return recoveringAt > 0 && (streak.goods > 0 || lastAt < recoveringAt);
    return failingAt > 0 && ((streak?.failures ?? 0) > 0 || lastAt < failingAt);
  });
  const dueAt = ({ region, lastAt }: Standing) => {
    const askedAt = fold.askedAt[region] ?? 0;
    return lastAt >= askedAt ? now : askedAt + policy.answerWithinMs;
  };
  const later = wanted.map(dueAt).filter((at) => at > now);
  const ask = wanted.filter((standing) => dueAt(standing) <= now).map(({ region }) => region);
  const waits = [...later, ...(ask.length > 0 ? [now + policy.answerWithinMs] : [])];
  return { ask, nextAt: waits.length === 0 ? null : Math.min(...waits) };
}

function isYoung(at: Instant, policy: HealthPolicy, now: Instant): boolean {
  return now - at <= Math.min(policy.freshMs, patience * policy.answerWithinMs);
}

function turnOf(streak: RegionStreak | null, policy: HealthPolicy): Turn {
  if (streak === null) return null;
  if (streak.state === "failing") {
    // The answer that decided it may be the first that others hear of.
    const isJustDecided = streak.failures === policy.failureThreshold && streak.since === streak.failingFrom;
    return streak.goods > 0 ? "to_up" : isJustDecided ? "to_failing" : null;
  }
  return streak.failures > 0 ? "to_failing" : null;
}
