/** How long rollouts of a service usually take, from its own earlier ones. */
import { formatDuration } from "../words/index.ts";
import type { EarlierTimes } from "./types.ts";
import type { RolloutView } from "./view.ts";

/** A usual duration, and the one from which on a rollout is much later than usual. */
export type UsualSpan = { usualMs: number; lateMs: number };

/** Fewer durations say nothing about what is usual. */
const durationsMin = 4;
/** Whatever the spread of the past: this much longer, and at least this much more, before it is worth a word. */
const lateFactor = 1.5;
const lateFloorMs = 30_000;

/**
 * The median, and the median with three robust standard deviations on top (1.4826 times the median absolute
 * deviation: Rousseeuw and Croux 1993), so that a few odd rollouts do not move either. `null` of too few.
 */
export function usualSpan(durationsMs: readonly number[]): UsualSpan | null {
  if (durationsMs.length < durationsMin) return null;
  const usualMs = median(durationsMs);
  const spread = 1.4826 * median(durationsMs.map((duration) => Math.abs(duration - usualMs)));
  return { usualMs, lateMs: Math.max(usualMs + 3 * spread, lateFactor * usualMs, usualMs + lateFloorMs) };
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? 0) + upper) / 2;
}

/** What is usual for this rollout, and whether it is much later than that now: an advisory, never an alarm. */
export type Lateness = {
  firstSeen: UsualSpan | null;
  live: UsualSpan | null;
  late: "first_seen" | "live" | null;
};

/** Compares a rollout that is still going on with the earlier ones in the facts; `null` when they say nothing. */
export function readLateness({ facts, state, firstSeenAt, now }: RolloutView): Lateness | null {
  const { startedAt, earlierTimes = [] } = facts;
  const spanOf = (of: (times: EarlierTimes) => number | null) =>
    usualSpan(earlierTimes.map(of).filter((ms): ms is number => ms !== null));
  const firstSeen = spanOf(({ firstSeenMs }) => firstSeenMs);
  const live = spanOf(({ liveMs }) => liveMs);
  if (startedAt === null || (firstSeen === null && live === null)) return null;
  const elapsedMs = now - startedAt;
  const isLate = (span: UsualSpan | null) => span !== null && elapsedMs > span.lateMs;
  if (state.liveAt !== null) return { firstSeen, live, late: null };
  if (firstSeenAt === null && isLate(firstSeen)) return { firstSeen, live, late: "first_seen" };
  return { firstSeen, live, late: isLate(live) ? "live" : null };
}

/**
 * "It is usually live after 2 min 10 s. ", with a word when this one is much later and a space at its end; empty when
 * nothing is known.
 */
export function usualSentence(view: RolloutView): string {
  const lateness = readLateness(view);
  if (lateness === null) return "";
  const { firstSeen, live, late } = lateness;
  if (late === "first_seen" && firstSeen !== null)
    return `That is much later than usual: it is usually seen after ${formatDuration(firstSeen.usualMs)}. `;
  if (live === null) return "";
  const usual = `it is usually live after ${formatDuration(live.usualMs)}. `;
  return late === "live" ? `That is much later than usual: ${usual}` : `I${usual.slice(1)}`;
}
