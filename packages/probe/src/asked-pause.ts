import { type OutboundResult, readRetryAfterMs } from "@rollcall/outbound";

/** What asks to be left alone without saying for how long. */
const usualMs = 30_000;

/**
 * How long an answer asks a prober to stay away: only 429 and 503 do, by their `Retry-After`. 429 without one means half
 * a minute; `undefined` for every other answer.
 */
export function askedPauseMs({ outcome, headers }: OutboundResult, now: number): number | undefined {
  if (outcome.kind !== "answered" || (outcome.status !== 429 && outcome.status !== 503)) return undefined;
  return readRetryAfterMs(headers, now) ?? (outcome.status === 429 ? usualMs : undefined);
}
