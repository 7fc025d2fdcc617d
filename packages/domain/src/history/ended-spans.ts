import type { HealthState, Instant } from "../glossary.ts";
import type { HealthSpan } from "../maintenance/add-up-uptime.ts";

/** A health, since when it holds, and until when it is known to: the judge looks again by then, or does not work. */
export type HeldHealth = { health: HealthState; since: Instant; knownUntil: Instant | null };

/** A judge that is late by more than this did not work: what was in between is not known. */
const judgeLateMs = 60_000;

/**
 * What has ended with a judgement at `now`, the earliest first; empty when what was still holds. Where nobody judged
 * although it was time to, nothing is known from that time on: a Rollcall that was switched off says neither that its
 * targets were up nor that they were down.
 */
export function endedSpans(before: HeldHealth, health: HealthState, now: Instant): HealthSpan[] {
  const { since, knownUntil } = before;
  const isLost = knownUntil !== null && now - knownUntil > judgeLateMs && tellsOfTarget(before.health);
  if (!isLost) return before.health === health ? [] : spanOf(before.health, since, now);
  return [
    ...spanOf(before.health, since, knownUntil),
    ...spanOf("no_data", Math.max(since, knownUntil), now),
  ];
}

function spanOf(health: HealthState, from: Instant, until: Instant): HealthSpan[] {
  return until > from ? [{ health, from, until }] : [];
}

function tellsOfTarget(health: HealthState): boolean {
  return health === "up" || health === "down" || health === "advisory";
}
