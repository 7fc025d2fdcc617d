/** The table of a run, and the section "Memory" of docs/performance.md. */
import { describeMachine } from "../describe-machine.ts";
import { median, type Row, round } from "../report.ts";
import { markdownTable, writeSection } from "../write-section.ts";
import type { Use } from "./measure-use.ts";

/** Bytes that one more monitor takes. */
export type Slopes = { rss: number; pss: number };

/** How it was measured; `command` is what did. */
export type Run = { command: string; intervalSeconds: number; looks: number; seconds: number };

/** A row for each number of monitors: medians of the looks, and of what counts their spread. */
export function toRows(measured: ReadonlyMap<number, readonly Use[]>): Row[] {
  return [...measured].map(([monitors, uses]) => {
    const names = uses[0]?.programs.map(({ name }) => name) ?? [];
    const ofProgram = (name: string) =>
      median(uses.map(({ programs }) => programs.find((program) => program.name === name)?.pss ?? 0));
    const row: Row = { monitors };
    for (const name of names) row[name] = ofProgram(name);
    row["all, MB"] = median(uses.map(({ pss }) => pss));
    row["least to most, MB"] = spread(uses.map(({ pss }) => pss));
    row["all, MB resident"] = median(uses.map(({ rss }) => rss));
    row["cores, all with PostgreSQL"] = round(median(uses.map(({ cores }) => cores)));
    row["least to most, cores"] = spread(uses.map(({ cores }) => round(cores)));
    row["PostgreSQL's"] = round(median(uses.map(({ postgresCores }) => postgresCores)));
    return row;
  });
}

/** Renews the section. */
export async function writeReport(rows: readonly Row[], slopes: Slopes, run: Run): Promise<void> {
  const { command, intervalSeconds, looks, seconds } = run;
  const machine = describeMachine();
  await writeSection("memory", [
    "## Memory",
    "",
    `Written by \`${command}\` on ${machine}: the product as \`npm start\` runs it on embedded PostgreSQL, with`,
    `monitors every ${intervalSeconds} s, after its pages and its API were asked for. Each number of monitors is one start of the product`,
    `and ${looks === 1 ? "one look" : `${looks} looks`} of ${seconds} s at it, of which these are the medians. Memory is that of its own programs, each by itself and all`,
    "together, in proportional MB (PSS: what programs share is counted once); resident counts it in each of them. CPU is",
    "that of all of them and PostgreSQL. The targets share the machine and are not counted.",
    "",
    ...markdownTable(rows),
    "",
    `From the fewest monitors to the most, one more takes ${kilobytes(slopes.pss)} kB of proportional memory (${kilobytes(slopes.rss)} kB resident).`,
    "The aim with 10,000 monitors is at most 700 MB, 15 kB for each, and a quarter of a core.",
  ]);
}

function spread(values: readonly number[]): string {
  return `${Math.min(...values)} to ${Math.max(...values)}`;
}

function kilobytes(bytes: number): string {
  return (bytes / 1000).toFixed(1);
}
