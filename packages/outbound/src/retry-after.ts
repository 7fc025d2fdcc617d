import { headerValue } from "./header-value.ts";

/** A number of so many seconds is no span: some servers send the time itself. */
const epochFrom = 1_000_000_000;

/**
 * How long an answer asks us to stay away, by its `Retry-After` (RFC 9110, 10.2.3): seconds or a date, as milliseconds
 * from `now` and never below 0. `undefined` when it says nothing that can be understood.
 */
export function readRetryAfterMs(headers: readonly [string, string][], now: number): number | undefined {
  const text = headerValue(headers, "retry-after")?.trim() ?? "";
  const seconds = /^\d{1,12}(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
  const isSpan = seconds < epochFrom;
  // Left to itself the parser sees a year in "-5".
  const until = Number.isNaN(seconds) && /^[a-z]/i.test(text) ? Date.parse(text) : seconds * 1000;
  const ms = isSpan ? seconds * 1000 : until - now;
  return Number.isFinite(ms) ? Math.max(0, Math.ceil(ms)) : undefined;
}
