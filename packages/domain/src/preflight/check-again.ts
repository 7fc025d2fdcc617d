/** When to ask a registry again. */
import type { PreflightOutcome } from "./outcome.ts";

type Pace = { firstMs: number; factor: number; maxMs: number };

/** A push may end any second, and the rollout waits for it. */
const absent: Pace = { firstMs: 3_000, factor: 1.5, maxMs: 120_000 };
const unreachable: Pace = { firstMs: 5_000, factor: 2, maxMs: 300_000 };
/** Asking often with refused credentials locks accounts; new ones are tried as soon as they are stored. */
const refused: Pace = { firstMs: 60_000, factor: 2, maxMs: 1_800_000 };

const paces: Record<PreflightOutcome["kind"], Pace | null> = {
  found: null,
  invalid_name: null,
  tag_not_found: absent,
  repository_not_found: absent,
  wrong_platform: { ...absent, firstMs: 30_000 },
  network_failed: unreachable,
  dns_failed: unreachable,
  tls_failed: unreachable,
  blocked_target: refused,
  unauthorized: refused,
  expired_credentials: refused,
  rate_limited: refused,
};

/**
 * How long to wait after the `attempts`-th answer in a row; `null` when another one would say the same. A rate limit
 * that says when it ends is waited for, at least a minute and at most six hours.
 */
export function checkAgainInMs(outcome: PreflightOutcome, attempts: number, now: number): number | null {
  const pace = paces[outcome.kind];
  if (pace === null) return null;
  if (outcome.kind === "rate_limited" && outcome.resetAt !== null)
    return Math.min(Math.max(outcome.resetAt - now, 60_000), 6 * 3_600_000);
  return Math.min(pace.firstMs * pace.factor ** Math.max(0, attempts - 1), pace.maxMs);
}
