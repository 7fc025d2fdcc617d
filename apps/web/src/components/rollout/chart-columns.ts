/** Which answers make one column of the picture, so that it shows shares and neither bursts nor chance. */
import type { ChartSlice } from "@rollcall/services/views";
import { bucketOrder, countSamples } from "./buckets.ts";

/** Probes go out every 2 s or every 10 s. */
const burstSeconds = 10;
/** Fewer answers than this make a share that jumps about; a column grows until it has them, or a minute. */
const answersMin = 20;
const secondsMax = 60;

/**
 * Columns that hold whole bursts. Five or fifteen seconds catch a region now once, now twice, and the picture would
 * show a comb that no user saw; two of them together catch every region equally often.
 */
export function evenColumns(
  slices: ChartSlice[],
  sliceSeconds: number,
): { slices: ChartSlice[]; sliceSeconds: number } {
  if (sliceSeconds % burstSeconds === 0) return { slices, sliceSeconds };
  const columnMs = 2 * sliceSeconds * 1000;
  const columns = new Map<number, ChartSlice>();
  for (const slice of slices) {
    const start = Math.floor(Date.parse(slice.at) / columnMs) * columnMs;
    const before = columns.get(start);
    const at = new Date(start).toISOString();
    columns.set(start, before === undefined ? { ...slice, at } : addCounts(before, slice));
  }
  return { slices: [...columns.values()], sliceSeconds: 2 * sliceSeconds };
}

type Column = { slice: ChartSlice; endMs: number };
/** One column as it is drawn: the counts of all its slices, and how long it is. */
export type DrawnSlice = ChartSlice & { seconds: number };

/**
 * Joins neighbouring columns of few answers, for at most a minute of time: where one probe goes out every ten seconds,
 * single columns would show chance, not shares. What is left over at the end joins the column before it.
 */
export function joinThinColumns(slices: ChartSlice[], sliceSeconds: number): DrawnSlice[] {
  const columns: Column[] = [];
  for (const slice of slices) {
    const endMs = Date.parse(slice.at) + sliceSeconds * 1000;
    const open = columns.at(-1);
    if (
      open === undefined ||
      isFull(open) ||
      !touches(open, slice) ||
      spanMs(open, endMs) > secondsMax * 1000
    )
      columns.push({ slice, endMs });
    else columns[columns.length - 1] = { slice: addCounts(open.slice, slice), endMs };
  }
  const [last, before] = [columns.at(-1), columns.at(-2)];
  if (last !== undefined && before !== undefined && !isFull(last) && touches(before, last.slice))
    columns.splice(-2, 2, { slice: addCounts(before.slice, last.slice), endMs: last.endMs });
  return columns.map(({ slice, endMs }) => ({ ...slice, seconds: (endMs - Date.parse(slice.at)) / 1000 }));
}

function isFull(column: Column): boolean {
  return countSamples(column.slice) >= answersMin || spanMs(column, column.endMs) >= secondsMax * 1000;
}

function touches({ endMs }: Column, next: ChartSlice): boolean {
  return Date.parse(next.at) <= endMs;
}

function spanMs({ slice }: Column, endMs: number): number {
  return endMs - Date.parse(slice.at);
}

function addCounts(a: ChartSlice, b: ChartSlice): ChartSlice {
  const sum = { ...a };
  for (const bucket of bucketOrder) sum[bucket] += b[bucket];
  return sum;
}
