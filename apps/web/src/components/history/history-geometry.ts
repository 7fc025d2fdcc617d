/** Where things lie in the picture of a history: pure arithmetic, x in percent of the width, y in 0–1 from the bottom. */
import type { HistoryWire } from "@rollcall/domain/wire";

export type HistoryColumn = HistoryWire["columns"][number];
/** A stretch of one column's bar; what nothing is known of has none. */
export type UptimePart = { part: "up" | "down" | "maintenance"; y: number; height: number };

const latencies = ["p50Ms", "p95Ms", "p99Ms"] as const;
export type LatencyName = (typeof latencies)[number];

/** The top of the scale: the slowest latency, rounded up to 1, 2 or 5 of its power of ten; 10 ms at least. */
export function latencyTopMs(columns: readonly HistoryColumn[]): number {
  const most = Math.max(10, ...columns.flatMap((column) => latencies.map((name) => column[name] ?? 0)));
  const power = 10 ** Math.floor(Math.log10(most));
  const round = [1, 2, 5].find((factor) => factor * power >= most) ?? 10;
  return round * power;
}

/**
 * One latency as an SVG path in a box of `width` × `height`: steps, because a column is one figure for all its time. A
 * column without a good answer interrupts the line.
 */
export function latencyPath(
  columns: readonly HistoryColumn[],
  name: LatencyName,
  box: { topMs: number; width: number; height: number },
): string {
  const step = box.width / Math.max(1, columns.length);
  return columns
    .map((column, index) => {
      const ms = column[name];
      if (ms === null) return "";
      const y = round(box.height * (1 - ms / box.topMs));
      const isJoined = (columns[index - 1]?.[name] ?? null) !== null;
      return `${isJoined ? "L" : "M"}${round(index * step)} ${y}H${round((index + 1) * step)}`;
    })
    .join("");
}

/** How much of a column's time was what, stacked from the bottom: down, maintenance, up. */
export function uptimeParts(column: HistoryColumn, stepSeconds: number): UptimePart[] {
  const lengths = [
    { part: "down", seconds: column.downSeconds },
    { part: "maintenance", seconds: column.maintenanceSeconds },
    { part: "up", seconds: column.upSeconds },
  ] as const;
  let y = 0;
  return lengths.flatMap(({ part, seconds }) => {
    if (seconds === 0) return [];
    // A short outage in a long column must be seen.
    const height = Math.min(1 - y, Math.max(part === "down" ? 0.2 : 0, seconds / stepSeconds));
    const from = y;
    y += height;
    return [{ part, y: from, height }];
  });
}

function round(px: number): number {
  return Math.round(px * 10) / 10;
}
