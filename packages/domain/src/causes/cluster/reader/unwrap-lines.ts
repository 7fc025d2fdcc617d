import { readRow } from "./read-row.ts";
import { nowhere } from "./statement.ts";

const widthMin = 60;

/**
 * Lines that a terminal broke at its width, put together again. They all have the same length, the longest there is,
 * and what follows begins neither like them nor like a row.
 */
export function unwrapLines(lines: readonly string[]): string[] {
  const width = lines.reduce((longest, line) => Math.max(longest, line.length), 0);
  const full = lines.filter((line) => line.length === width);
  if (width < widthMin || full.length < 2) return [...lines];
  const joined: string[] = [];
  let isOpen = false;
  for (const [at, line] of lines.entries()) {
    const before = lines[at - 1] ?? "";
    const last = joined.at(-1);
    const goesOn = isOpen && last !== undefined && line.slice(0, 6) !== before.slice(0, 6);
    if (goesOn && line.trim() !== "" && readRow(line, nowhere) === null)
      joined[joined.length - 1] = last + line;
    else joined.push(line);
    isOpen = line.length === width && !/[.!]$/.test(line);
  }
  return joined;
}
