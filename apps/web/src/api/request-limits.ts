/** How many requests a caller may send; counted in this process. */
import { createRateLimiter, type RateLimiter } from "../server/rate-limiter.ts";

export type RequestLimits = {
  /** Every request, per token or user. */
  requests: RateLimiter;
  /** Probes asked for by hand, per workspace: they are sent to other people's servers. */
  probes: RateLimiter;
  /** Texts of clusters, per token or user: reading one takes work. */
  evidence: RateLimiter;
  /** Refused tokens and unknown badges, per address. */
  refusals: RateLimiter;
  /** Mails to people somebody named, per workspace. */
  mails: RateLimiter;
  /** Pictures, per badge. */
  badges: RateLimiter;
};

/** One set of counters per process. */
export function createRequestLimits(): RequestLimits {
  return {
    requests: createRateLimiter({ points: 1200, windowSeconds: 60 }),
    probes: createRateLimiter({ points: 60, windowSeconds: 60 }),
    evidence: createRateLimiter({ points: 30, windowSeconds: 60 }),
    refusals: createRateLimiter({ points: 120, windowSeconds: 60 }),
    mails: createRateLimiter({ points: 30, windowSeconds: 3600 }),
    badges: createRateLimiter({ points: 600, windowSeconds: 60 }),
  };
}
