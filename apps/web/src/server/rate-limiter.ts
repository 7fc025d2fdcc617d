import { AppError } from "@rollcall/domain/problem";
import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";

export type RateLimiter = {
  /** Counts one for this key; throws `rate_limited` with the seconds to wait once the points are used up. */
  count(key: string): Promise<{ limit: number; remaining: number; resetSeconds: number }>;
  /** Gives the key all its points again. */
  forget(key: string): Promise<void>;
};

/** So many points per key and window, in this process's memory: a restart forgets, each web process counts alone. */
export function createRateLimiter(rule: { points: number; windowSeconds: number }): RateLimiter {
  const limiter = new RateLimiterMemory({ points: rule.points, duration: rule.windowSeconds });
  return {
    async count(key) {
      try {
        const left = await limiter.consume(key);
        return { limit: rule.points, remaining: left.remainingPoints, resetSeconds: seconds(left) };
      } catch (refusal) {
        if (!(refusal instanceof RateLimiterRes)) throw refusal;
        const retryAfterSeconds = seconds(refusal);
        throw new AppError("rate_limited", `Too many tries; try again in ${retryAfterSeconds} s.`, {
          retryAfterSeconds,
        });
      }
    },
    async forget(key) {
      await limiter.delete(key);
    },
  };
}

function seconds({ msBeforeNext }: RateLimiterRes): number {
  return Math.max(1, Math.ceil(msBeforeNext / 1000));
}
