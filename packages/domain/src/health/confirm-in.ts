import type { Instant } from "../glossary.ts";
import type { HealthFold } from "./fold-health.ts";
import { currentStreak } from "./region-streak.ts";
import type { HealthPolicy } from "./types.ts";

/** A region that was asked is given this long to answer before it is asked again. */
const askAgainAfterMs = 2000;

/**
 * The regions to probe again at once because one has just begun to fail: the failing one, until its threshold is
 * reached, and every other that has not answered since. Bounded: a region is asked at most once in two seconds.
 */
export function regionsToAsk(fold: HealthFold, policy: HealthPolicy, now: Instant): string[] {
  const streaks = policy.regions.map((region) => {
    const known = fold.regions[region];
    return { region, streak: known === undefined ? null : currentStreak(known, policy) };
  });
  const suspectedAt = streaks.flatMap(({ streak }) =>
    streak !== null && streak.failures > 0 && streak.failures <= policy.failureThreshold
      ? [streak.recent.at(-1)?.at ?? 0]
      : [],
  );
  const newest = Math.max(...suspectedAt);
  if (suspectedAt.length === 0 || now - newest > policy.freshMs) return [];
  return streaks.flatMap(({ region, streak }) => {
    const isDecided = streak !== null && streak.failures >= policy.failureThreshold;
    const lastAt = streak?.recent.at(-1)?.at ?? 0;
    const isUnanswered = lastAt < newest || (streak !== null && streak.failures > 0);
    const isRecentlyAsked = now - (fold.askedAt[region] ?? 0) < askAgainAfterMs;
    return isDecided || !isUnanswered || isRecentlyAsked ? [] : [region];
  });
}
