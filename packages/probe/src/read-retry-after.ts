import { headerValue, type OutboundResult } from "@rollcall/outbound";

/** What asks to be left alone without saying for how long. */
const usualMs = 30_000;

/**
 * How long an answer asks us to stay away (RFC 9110, 10.2.3): of 429 and 503, whose `Retry-After` gives seconds or a
 * date. 429 without one means half a minute; `undefined` for every other answer.
 */
export function readRetryAfterMs({ outcome, headers }: OutboundResult, now: number): number | undefined {
  if (outcome.kind !== "answered" || (outcome.status !== 429 && outcome.status !== 503)) return undefined;
  const text = headerValue(headers, "retry-after")?.trim() ?? "";
  const askedMs = /^\d{1,9}$/.test(text) ? Number(text) * 1000 : Date.parse(text) - now;
  if (Number.isFinite(askedMs)) return Math.max(0, askedMs);
  return outcome.status === 429 ? usualMs : undefined;
}
