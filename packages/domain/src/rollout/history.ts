/** How many answers carried the expected version, over the last twenty minutes: the data of the progress rules. */
import type { Instant } from "../glossary.ts";
import type { Sample } from "./sample.ts";

/** Answers that tell a version, from `at` on: for 5 s when recent, for 20 s when older than a minute. */
export type HistorySlice = { at: Instant; expected: number; answers: number };

/** The width of a slice of the last minute. */
export const historySliceMs = 5000;
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
  const fineBefore = fineFrom(history);
  const added = { at: sample.at, expected: sample.version === "expected" ? 1 : 0, answers: 1 };
  const start = floorTo(sample.at, sample.at >= fineBefore ? historySliceMs : coarseMs);
  const known = history.find((slice) => slice.at === start);
  if (known !== undefined) return history.map((slice) => (slice === known ? addSlices(slice, added) : slice));
  return mergeOlder([...history, { ...added, at: start }].sort((a, b) => a.at - b.at));
}

/** Slices older than a minute become coarse, those older than twenty fall out. */
function mergeOlder(history: readonly HistorySlice[]): HistorySlice[] {
  const fine = fineFrom(history);
  const newest = history.at(-1)?.at ?? 0;
  const slices = new Map<Instant, HistorySlice>();
  for (const slice of history) {
    if (slice.at < newest - historySpanMs) continue;
    const at = floorTo(slice.at, slice.at >= fine ? historySliceMs : coarseMs);
    const known = slices.get(at);
    slices.set(at, known === undefined ? { ...slice, at } : addSlices(known, slice));
  }
  return [...slices.values()];
}

function addSlices(a: HistorySlice, b: HistorySlice): HistorySlice {
  return { at: a.at, expected: a.expected + b.expected, answers: a.answers + b.answers };
}

/** From when on slices are fine: a minute before the newest one. */
function fineFrom(history: readonly HistorySlice[]): Instant {
  return floorTo(history.at(-1)?.at ?? 0, coarseMs) - fineSpanMs;
}

function floorTo(at: Instant, widthMs: number): Instant {
  return Math.floor(at / widthMs) * widthMs;
}
