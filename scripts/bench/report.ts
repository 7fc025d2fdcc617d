/** One measured figure; the same keys in every row of a bench. */
export type Row = Record<string, string | number>;

/** Measures, tells each row as it comes, and gives back the rows of the closing table. */
export type Bench = (tell: (row: Row) => void) => Promise<Row[]>;

/** Prints rows as a plain table; numbers stand right. */
export function printTable(rows: Row[]): void {
  const keys = Object.keys(rows[0] ?? {});
  const cells = [keys, ...rows.map((row) => keys.map((key) => String(row[key] ?? "")))];
  const widths = keys.map((_, column) => Math.max(...cells.map((line) => line[column]?.length ?? 0)));
  const isNumber = (column: number) => typeof rows[0]?.[keys[column] ?? ""] === "number";
  const pad = (text: string, column: number) =>
    isNumber(column) ? text.padStart(widths[column] ?? 0) : text.padEnd(widths[column] ?? 0);
  process.stdout.write(`\n${cells.map((line) => line.map(pad).join("  ").trimEnd()).join("\n")}\n`);
}

/** The middle of a list of numbers. */
export function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1
    ? (sorted[middle] ?? 0)
    : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}

/** Two significant digits, or whole numbers from a hundred on. */
export function round(value: number): number {
  return value >= 100 ? Math.round(value) : Number(value.toPrecision(2));
}
