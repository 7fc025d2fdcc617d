/** When a delivery that failed is attempted again. */
import type { Instant } from "../glossary.ts";

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;

/** So long after its first attempt a delivery is tried every 30 s or less. */
export const quickPhaseMs = 15 * minute;
/** A second less, because due deliveries are looked for every second. */
const quickWaitMs = 29 * second;
/** Even a receiver that hangs longer than that gets a breath. */
const breathMs = 5 * second;
/** Then ever longer, about 19 hours in all. */
const longWaitsMs = [5 * minute, 15 * minute, 30 * minute, hour, 2 * hour, 5 * hour, 10 * hour];
const retryAfterMsMax = hour;

/** An attempt that failed at `now` after `tookMs`; `longWaits` is how many of the long waits are behind it. */
export type FailedAttempt = {
  firstTriedAt: Instant;
  now: Instant;
  tookMs: number;
  longWaits: number;
  retryAfterMs?: number;
};

/**
 * When to try again; `null` when it is time to give up. `jitter` in [0, 1) spreads attempts, so that what failed together
 * does not return together: quick ones by up to 20 % earlier, the others by ± 10 %. A longer Retry-After of the receiver
 * wins, up to one hour.
 */
export function planAttempt(
  failed: FailedAttempt,
  jitter: number,
): { at: Instant; longWaits: number } | null {
  const { now, longWaits } = failed;
  const askedFor = now + Math.min(failed.retryAfterMs ?? 0, retryAfterMsMax);
  if (longWaits === 0 && now - failed.firstTriedAt < quickPhaseMs) {
    const planned = now - failed.tookMs + Math.round(quickWaitMs * (1 - 0.2 * jitter));
    return { at: Math.max(planned, now + breathMs, askedFor), longWaits };
  }
  const wait = longWaitsMs[longWaits];
  if (wait === undefined) return null;
  const planned = now + Math.round(wait * (0.9 + 0.2 * jitter));
  return { at: Math.max(planned, askedFor), longWaits: longWaits + 1 };
}
