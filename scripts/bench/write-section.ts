/** docs/performance.md is written by several benches, each between marks of its own. */
import { readFile, writeFile } from "node:fs/promises";
import type { Row } from "./report.ts";

const file = new URL("../../docs/performance.md", import.meta.url);
const beginning = "# What it costs\n\nEvery section is written by the command that it names.\n";

/** Puts the lines between the marks of `name`; at the end where the document has none yet. */
export async function writeSection(name: string, lines: readonly string[]): Promise<void> {
  const before = await readFile(file, "utf8").catch(() => beginning);
  const [begin, end] = [`<!-- ${name}:begin -->`, `<!-- ${name}:end -->`];
  const section = [begin, ...lines, end].join("\n");
  const [from, to] = [before.indexOf(begin), before.indexOf(end)];
  const text =
    from === -1 || to === -1
      ? `${before.trimEnd()}\n\n${section}\n`
      : before.slice(0, from) + section + before.slice(to + end.length);
  await writeFile(file, text);
}

/** The rows of a bench's table, whose keys are those of the first. */
export function markdownTable(rows: readonly Row[]): string[] {
  const keys = Object.keys(rows[0] ?? {});
  const line = (cells: readonly (string | number)[]) => `| ${cells.join(" | ")} |`;
  return [
    line(keys),
    line(keys.map(() => "---")),
    ...rows.map((row) => line(keys.map((key) => row[key] ?? ""))),
  ];
}
