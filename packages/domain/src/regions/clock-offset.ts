/**
 * How far a prober's clock is off, from one-way messages. What a message shows is `sent − received`, the skew less
 * the way through the queue; since the way takes at least no time, the greatest value of a while is the best guess
 * (the clock filter of RFC 5905, without a way back). A queue that is slow for minutes looks like a clock behind.
 */
import type { Instant } from "../glossary.ts";

/** Per minute of arrival, the greatest `sent − received` in milliseconds; oldest first, at most five; plain JSON. */
export type ClockWindow = { minute: number; offsetMs: number }[];

/** A clock that is off by more is corrected for; less cannot be told from the way through the queue. */
export const skewCorrectedMs = 1000;
/** A clock that is off by more is to be mended. */
export const skewWarnedMs = 5000;

const minuteMs = 60_000;
const minutesMax = 5;

/** Takes in one message; old minutes are forgotten, so that a clock that was set right is believed within minutes. */
export function foldClock(
  clock: ClockWindow,
  message: { sentAt: Instant; receivedAt: Instant },
): ClockWindow {
  const minute = Math.floor(message.receivedAt / minuteMs);
  const offsetMs = Math.round(message.sentAt - message.receivedAt);
  const known = clock.find((entry) => entry.minute === minute);
  const entry = { minute, offsetMs: Math.max(offsetMs, known?.offsetMs ?? offsetMs) };
  return [...clock.filter((other) => other.minute !== minute), entry]
    .filter((other) => minute - other.minute < minutesMax)
    .sort((a, b) => a.minute - b.minute);
}

/** Milliseconds by which the clock is ahead (positive) or behind; 0 of an empty window. */
export function clockSkewMs(clock: ClockWindow): number {
  return clock.length === 0 ? 0 : Math.max(...clock.map((entry) => entry.offsetMs));
}

/** A time of a prober's clock as the judge's clock would have shown it. */
export function correctInstant(at: Instant, skewMs: number): Instant {
  return Math.abs(skewMs) > skewCorrectedMs ? at - skewMs : at;
}
