/** Where things lie in the stacked step picture: pure arithmetic, x in percent of the width, shares in 0–1. */
import type { Bucket } from "@rollcall/domain/glossary";
import type { ChartMarker, ChartSlice } from "@rollcall/services/views";
import { bucketOrder, countSamples } from "./buckets.ts";
import type { DrawnSlice } from "./chart-columns.ts";

/** The time of the picture. `untilMs` is where the future begins, when some of it is in the picture. */
export type Span = { fromMs: number; toMs: number; untilMs?: number };
export type StepRect = { bucket: Bucket; x: number; width: number; y0: number; y1: number };
export type PlacedSlice = { slice: ChartSlice; x: number; width: number; samples: number };
/** What happened, as the server tells it, and `half`: when the new version had half of the answers. */
export type PictureMarker = Omit<ChartMarker, "kind"> & { kind: ChartMarker["kind"] | "half" };
export type PlacedMarker = PictureMarker & { x: number; lane: number | null };

export function percentAt(ms: number, span: Span): number {
  if (span.toMs <= span.fromMs) return 0;
  return Math.min(100, Math.max(0, (100 * (ms - span.fromMs)) / (span.toMs - span.fromMs)));
}

function pastOf({ toMs, untilMs = toMs }: Span): number {
  return Math.min(toMs, untilMs);
}

/** What was answered last stands until the next answers, at most this long: a longer silence is drawn as one. */
export const holdSeconds = 75;
/** The longest pause between bursts, with room for a slow answer, after a column that is long itself. */
const holdAfterMs = 30_000;

/**
 * Where each slice with answers begins and ends; slices without answers do not cut the hold of the one before. A slice
 * that is still filling waits: a handful of answers would jump about at the picture's edge.
 */
export function placeSlices(slices: DrawnSlice[], span: Span): PlacedSlice[] {
  const pastMs = pastOf(span);
  const startOf = (slice: DrawnSlice) => Date.parse(slice.at);
  const isWhole = (slice: DrawnSlice, index: number) =>
    index === 0 || startOf(slice) + slice.seconds * 1000 <= pastMs;
  const answered = slices.filter(
    (slice, index) => countSamples(slice) > 0 && startOf(slice) < pastMs && isWhole(slice, index),
  );
  return answered.map((slice, index) => {
    const start = startOf(slice);
    const next = answered[index + 1];
    const holdMs = Math.max(slice.seconds * 1000 + holdAfterMs, holdSeconds * 1000);
    const end = Math.min(start + holdMs, next === undefined ? pastMs : startOf(next));
    const x = percentAt(start, span);
    return { slice, x, width: Math.max(0, percentAt(end, span) - x), samples: countSamples(slice) };
  });
}

/** A stretch of time to point at; `placed` is what was answered then, `null` in a silence. */
export type Moment = { fromMs: number; toMs: number; x: number; width: number; placed: PlacedSlice | null };

/** Every stretch of the picture from its first to its last instant, so that silences can be asked about too. */
export function cutMoments(placed: PlacedSlice[], stepSeconds: number, span: Span): Moment[] {
  const stepMs = stepSeconds * 1000;
  const first = Math.floor(span.fromMs / stepMs);
  const pastMs = pastOf(span);
  const last = Math.max(first, Math.ceil(pastMs / stepMs) - 1);
  return Array.from({ length: last - first + 1 }, (_, index) => {
    const fromMs = Math.max(span.fromMs, (first + index) * stepMs);
    const toMs = Math.min(pastMs, (first + index + 1) * stepMs);
    const x = percentAt(fromMs, span);
    const width = percentAt(toMs, span) - x;
    return {
      fromMs,
      toMs,
      x,
      width,
      placed: placed.find((one) => one.x <= x + width / 2 && x + width / 2 < one.x + one.width) ?? null,
    };
  });
}

/** When the new version first had half of the answers; `null` while it has not. */
export function findHalf(slices: ChartSlice[]): string | null {
  const half = slices.find((slice) => slice.expected > 0 && 2 * slice.expected >= countSamples(slice));
  return half?.at ?? null;
}

/** The silences between slices and after the last one, as far as it is past: told as what they are. */
export function findSilences(placed: PlacedSlice[], span: Span): { x: number; width: number }[] {
  const pastX = percentAt(pastOf(span), span);
  return placed.flatMap(({ x, width }, index) => {
    const end = x + width;
    const next = placed[index + 1]?.x ?? pastX;
    return next - end > 1e-6 ? [{ x: end, width: next - end }] : [];
  });
}

/** Stacked rectangles from the bottom up; neighbours with the same shares become one. */
export function stackSteps(placed: PlacedSlice[]): StepRect[] {
  const rects: StepRect[] = [];
  const open = new Map<Bucket, StepRect>();
  for (const { slice, x, width, samples } of placed) {
    let below = 0;
    for (const bucket of bucketOrder) {
      const share = slice[bucket] / samples;
      const last = open.get(bucket);
      if (share === 0) {
        open.delete(bucket);
        continue;
      }
      const y0 = below;
      const y1 = below + share;
      below = y1;
      const isSame =
        last !== undefined && last.y0 === y0 && last.y1 === y1 && Math.abs(last.x + last.width - x) < 1e-6;
      if (isSame) {
        last.width = x + width - last.x;
        continue;
      }
      const rect = { bucket, x, width, y0, y1 };
      open.set(bucket, rect);
      rects.push(rect);
    }
  }
  return rects;
}

const stepsSeconds = [10, 30, 60, 120, 300, 600, 1800, 3600, 7200, 21_600, 43_200, 86_400];

/** Round offsets from `originMs` inside the span, at most `most` of them. */
export function placeTicks(span: Span, originMs: number, most: number): { seconds: number; x: number }[] {
  const lengthSeconds = (span.toMs - span.fromMs) / 1000;
  const step =
    stepsSeconds.find((candidate) => lengthSeconds / candidate <= most) ?? Math.ceil(lengthSeconds / most);
  const first = Math.ceil((span.fromMs - originMs) / 1000 / step);
  const last = Math.floor((span.toMs - originMs) / 1000 / step);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => {
    const seconds = (first + index) * step;
    return { seconds, x: percentAt(originMs + seconds * 1000, span) };
  });
}

const characterPx = 7.2;
const labelPaddingPx = 24;

/** Room a label of monospaced 12 px text takes, its shape and a gap included. */
export function markerLabelPx(label: string): number {
  return label.length * characterPx + labelPaddingPx;
}

/** Where room is short, the end of the story keeps its name before its details do. */
const urgency: PictureMarker["kind"][] = [
  "ended",
  "bad",
  "live",
  "announced",
  "first_seen",
  "advisory",
  "done",
  "half",
];

/** Puts each label in the first lane where it touches no other; one that fits nowhere keeps only its line. */
export function placeMarkers(
  markers: PictureMarker[],
  span: Span,
  widthPx: number,
  lanes: number,
): PlacedMarker[] {
  const taken = Array.from({ length: lanes }, (): { start: number; end: number }[] => []);
  const byTime = (a: PlacedMarker, b: PlacedMarker) => a.x - b.x;
  return [...markers]
    .sort((a, b) => urgency.indexOf(a.kind) - urgency.indexOf(b.kind) || a.at.localeCompare(b.at))
    .filter((marker) => Date.parse(marker.at) <= span.toMs)
    .map((marker) => {
      const x = percentAt(Date.parse(marker.at), span);
      const size = markerLabelPx(marker.label);
      const start = labelStartPx((x / 100) * widthPx, size, widthPx);
      const end = start + size;
      const lane = taken.findIndex((labels) =>
        labels.every((other) => end <= other.start || start >= other.end),
      );
      taken[lane]?.push({ start, end });
      return { ...marker, x, lane: lane === -1 ? null : lane };
    })
    .sort(byTime);
}

/** A label starts at its line and is pulled in where it would leave the picture. */
export function labelStartPx(linePx: number, sizePx: number, widthPx: number): number {
  return Math.max(0, Math.min(linePx, widthPx - sizePx));
}
