/** The table of a run, and the section "Memory" of docs/performance.md. */
import { cpus } from "node:os";
import { median, type Row } from "../report.ts";
import { markdownTable, writeSection } from "../write-section.ts";
import type { Use } from "./measure-use.ts";

/** Bytes that one more monitor takes. */
export type Slopes = { rss: number; pss: number };

/** How it was measured; `command` is what did. */
export type Run = { command: string; intervalSeconds: number; rounds: number; seconds: number };

/** A row for each number of monitors: medians of the rounds, and of what counts their spread. */
export function toRows(measured: ReadonlyMap<number, readonly Use[]>): Row[] {
  return [...measured].map(([monitors, uses]) => {
    const names = uses[0]?.programs.map(({ name }) => name) ?? [];
    const ofProgram = (name: string) =>
      median(uses.map(({ programs }) => programs.find((program) => program.name === name)?.rss ?? 0));
    const row: Row = { monitors };
    for (const name of names) row[`${name}, MB`] = ofProgram(name);
    row["all, MB RSS"] = median(uses.map(({ rss }) => rss));
    row["all, MB PSS"] = median(uses.map(({ pss }) => pss));
    row["all, least to most"] = spread(uses.map(({ rss }) => rss));
    row["cores, all with PostgreSQL"] = median(uses.map(({ cores }) => cores));
    row["least to most"] = spread(uses.map(({ cores }) => cores));
    row["PostgreSQL's"] = median(uses.map(({ postgresCores }) => postgresCores));
    return row;
  });
}

/** Renews the section. */
export async function writeReport(rows: readonly Row[], slopes: Slopes, run: Run): Promise<void> {
  const { command, intervalSeconds, rounds, seconds } = run;
  const machine = `${cpus().length} cores (${cpus()[0]?.model.trim() ?? "unknown"}, Node ${process.version})`;
  await writeSection("memory", [
    "## Memory",
    "",
    `Written by \`${command}\` on ${machine}: the product as \`npm start\` runs it on embedded PostgreSQL, with monitors every`,
    `${intervalSeconds} s, ${rounds} rounds of ${seconds} s each, after its pages and its API were asked for. Memory is that of its own programs: resident`,
    "(RSS, which counts what they share in each of them) and proportional (PSS). CPU is that of all of them and PostgreSQL;",
    "the targets share the machine and are not counted.",
    "",
    ...markdownTable(rows),
    "",
    `One more monitor takes ${kilobytes(slopes.rss)} kB of resident memory (${kilobytes(slopes.pss)} kB proportional).`,
  ]);
}

function spread(values: readonly number[]): string {
  return `${Math.min(...values)} to ${Math.max(...values)}`;
}

function kilobytes(bytes: number): string {
  return (bytes / 1000).toFixed(1);
}
