import type { Instant } from "../glossary.ts";
import type { HealthFold } from "./fold-health.ts";
import { currentStreak, type RegionStreak } from "./region-streak.ts";
import type { HealthPolicy } from "./types.ts";

/** When a region was last asked, and how often since `from`. */
export type Asked = { at: Instant; from: Instant; count: number };

/**
 * `ask`: regions to probe again at once, `asked` remembers it. `nextAt`: when one that has not answered may be asked
 * again, `null` when nobody is waited for.
 */
export type Asking = { ask: string[]; nextAt: Instant | null; asked: Record<string, Asked> };

type Standing = { region: string; streak: RegionStreak | null; lastAt: Instant };

/** What a region's last answers have begun to say without having decided it. */
type Turn = "to_failing" | "to_up" | null;

/** After so many unanswered asks the monitor's own interval goes on. */
const patience = 3;
/** Asks of one region in a minute, or in an interval where that is longer: enough for the longest run there is. */
const asksMax = 12;
const minuteMs = 60_000;

/**
 * Confirms at once what one region has begun to see: a failure in that region until it is decided, and in every other
 * that has not answered since; a recovery in that region, and in those that were failing. Bounded: a region
 * that owes an answer is not asked again before it is overdue, and a service that flaps is asked twelve times a
 * minute at most.
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
        .filter(({ streak, lastAt }) => isYoung(lastAt, policy, now) && turnOf(streak) === turn)
        .map(({ lastAt }) => lastAt),
    );
  // What is down already needs no more failures. Who has begun to fail is heard out, or its next good answer would be
  // no recovery, and nobody would be asked whether it is over.
  const failingAt = isDown ? 0 : turnedAt("to_failing");
  const recoveringAt = turnedAt("to_up");
  const wanted = standings.filter(({ streak, lastAt }) => {
    const isUnheard = lastAt < Math.max(failingAt, recoveringAt);
    if (streak?.state === "failing") return isUnheard || (recoveringAt > 0 && streak.goods > 0);
    const hasBegun = turnOf(streak) === "to_failing" && isYoung(lastAt, policy, now);
    return hasBegun || (failingAt > 0 && lastAt < failingAt);
  });
  const due = wanted.map((standing) => ({
    region: standing.region,
    at: dueAt(standing, fold.asked?.[standing.region], policy, now),
  }));
  const ask = due.filter(({ at }) => at <= now).map(({ region }) => region);
  const asked = { ...fold.asked };
  for (const region of ask) asked[region] = addAsk(asked[region], policy, now);
  const waits = due.map(({ at }) => (at > now ? at : now + policy.answerWithinMs));
  return { ask, nextAt: waits.length === 0 ? null : Math.min(...waits), asked };
}

/** When a region may be asked (again). */
function dueAt({ lastAt }: Standing, asked: Asked | undefined, policy: HealthPolicy, now: Instant): Instant {
  if (asked === undefined) return now;
  const windowEnd = asked.from + windowMs(policy);
  if (asked.count >= asksMax && now < windowEnd) return windowEnd;
  return lastAt >= asked.at ? now : asked.at + policy.answerWithinMs;
}

function addAsk(asked: Asked | undefined, policy: HealthPolicy, now: Instant): Asked {
  const isOver = asked === undefined || now >= asked.from + windowMs(policy);
  return isOver ? { at: now, from: now, count: 1 } : { ...asked, at: now, count: asked.count + 1 };
}

/** About the monitor's interval. */
function windowMs(policy: HealthPolicy): number {
  return Math.max(minuteMs, policy.freshMs / 2);
}

function isYoung(at: Instant, policy: HealthPolicy, now: Instant): boolean {
  return now - at <= Math.min(policy.freshMs, patience * policy.answerWithinMs);
}

function turnOf(streak: RegionStreak | null): Turn {
  if (streak === null) return null;
  if (streak.state === "failing") {
    // The answer that decided it may be the first that others hear of.
    const isJustDecided = streak.decidedAt === streak.recent.at(-1)?.at;
    return streak.goods > 0 ? "to_up" : isJustDecided ? "to_failing" : null;
  }
  return streak.failures > 0 ? "to_failing" : null;
}
