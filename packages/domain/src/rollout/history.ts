/** How many answers carried the expected version, over the last twenty minutes: the data of the progress rules. */
import type { Instant } from "../glossary.ts";
import type { Sample } from "./sample.ts";

/** Answers that tell a version, from `at` on: for 5 s when recent, for 20 s when older than a minute. */
export type HistorySlice = { at: Instant; expected: number; answers: number };

const fineMs = 5000;
const coarseMs = 20_000;
const fineSpanMs = 60_000;
/** The longest window of the progress rules. */
export const historySpanMs = 1_200_000;

/**
 * Counts an answer on the version axis alone; failed answers without a version say nothing about progress. Sums only,
 * so that the order of arrival does not matter.
 */
export function countHistory(history: readonly HistorySlice[], sample: Sample): HistorySlice[] {
  if (!sample.ok && sample.version === "unreadable") return [...history];
  const added = { at: sample.at, expected: sample.version === "expected" ? 1 : 0, answers: 1 };
  const newest = Math.max(sample.at, history.at(-1)?.at ?? 0);
  const fineFrom = floorTo(newest, coarseMs) - fineSpanMs;
  const slices = new Map<Instant, HistorySlice>();
  for (const { at, expected, answers } of [...history, added]) {
    const start = floorTo(at, at >= fineFrom ? fineMs : coarseMs);
    const known = slices.get(start) ?? { at: start, expected: 0, answers: 0 };
    slices.set(start, { at: start, expected: known.expected + expected, answers: known.answers + answers });
  }
  const kept = [...slices.values()].filter((slice) => slice.at >= newest - historySpanMs);
  return kept.sort((a, b) => a.at - b.at);
}

function floorTo(at: Instant, widthMs: number): Instant {
  return Math.floor(at / widthMs) * widthMs;
}
