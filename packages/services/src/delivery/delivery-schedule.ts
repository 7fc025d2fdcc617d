/** When a delivery that failed is attempted again. */

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;

/** Waits after the first, second, … failed attempt: every 30 s for 15 min, then ever longer, about 19 h in all. */
const waitsMs = [
  ...Array.from({ length: 30 }, () => 30 * second),
  5 * minute,
  15 * minute,
  30 * minute,
  hour,
  2 * hour,
  5 * hour,
  10 * hour,
];

/**
 * Milliseconds until the next attempt after `attempts` failed ones; `null` when it is time to give up.
 * `jitter` in [0, 1) spreads the wait by ± 10 %; a longer Retry-After of the receiver wins, up to one hour.
 */
export function nextAttemptWaitMs(
  attempts: number,
  jitter: number,
  retryAfterMs: number | undefined,
): number | null {
  const wait = waitsMs[attempts - 1];
  if (wait === undefined) return null;
  const spread = Math.round(wait * (0.9 + 0.2 * jitter));
  return Math.max(spread, Math.min(retryAfterMs ?? 0, hour));
}

/** How many attempts a delivery has before it is given up. */
export const deliveryAttemptsMax = waitsMs.length + 1;
