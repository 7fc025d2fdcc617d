import type { Message } from "./compose-message.ts";
import { bucketMark } from "./marks.ts";

/** The regions as aligned lines of plain characters: "eu-west  ▨▨▮▨▨  46 %  rolling  2 backends are old". */
export function regionLines({ regions, regionsLeftOut }: Message): string[] {
  const columns = regions.map(({ region, marks, share, state, note }) => [
    region,
    marks.map((bucket) => bucketMark[bucket]).join(""),
    share,
    state,
    note,
  ]);
  const widths = [0, 1, 2, 3].map((at) => Math.max(0, ...columns.map((cells) => cells[at]?.length ?? 0)));
  const lines = columns.map((cells) =>
    cells
      .map((cell, at) => (at === 2 ? cell.padStart(widths[at] ?? 0) : cell.padEnd(widths[at] ?? 0)))
      .filter((_, at) => widths[at] !== 0)
      .join("  ")
      .trimEnd(),
  );
  return regionsLeftOut > 0 ? [...lines, `and ${regionsLeftOut} more`] : lines;
}
