import { headerValue, readRetryAfterMs } from "@rollcall/outbound";

/** What a registry tells of its limit: Docker Hub's `100;w=21600`, plain numbers, or nothing at all. */
export type RateLimit = { limit: number | null; remaining: number | null; resetAt: number | null };

/** Seconds after which a number can no longer be a span, only a date. */
const epochFrom = 1_000_000_000;

/** Reads `RateLimit-*`, `X-RateLimit-*` and `Retry-After`; `resetAt` in epoch milliseconds. */
export function readRateLimit(headers: readonly [string, string][], now: number): RateLimit {
  const read = (name: string) => {
    const value = headerValue(headers, `ratelimit-${name}`) ?? headerValue(headers, `x-ratelimit-${name}`);
    const digits = /^\s*(\d{1,12})/.exec(value ?? "")?.[1];
    return digits === undefined ? null : Number(digits);
  };
  const retryAfterMs = readRetryAfterMs(headers, now);
  return {
    limit: read("limit"),
    remaining: read("remaining"),
    resetAt: retryAfterMs === undefined ? toTime(read("reset"), now) : now + retryAfterMs,
  };
}

function toTime(seconds: number | null, now: number): number | null {
  if (seconds === null) return null;
  return seconds >= epochFrom ? seconds * 1000 : now + seconds * 1000;
}
