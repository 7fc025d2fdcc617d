/** Writes what a run found to docs/benchmarks/health.md. */

import { writeFile } from "node:fs/promises";
import { describeMachine } from "../describe-machine.ts";
import type { Row } from "../report.ts";
import { scenarios } from "./scenarios.ts";
import type { Summary } from "./summary.ts";

const file = new URL("../../../docs/benchmarks/health.md", import.meta.url);

/** One row of the table, on the terminal and in the report. */
export function tableRow(summary: Summary): Row {
  const { falseDowns, years, falseDownsAYearUpper95: upper } = summary;
  const isNeverDown = summary.outages === 0;
  const pair = (median: number | null, p95: number | null) =>
    median === null ? "–" : `${round(median)} / ${round(p95 ?? median)} s`;
  return {
    scenario: summary.scenario,
    regions: summary.regions,
    "false down": `${falseDowns} in ${years} years (≤ ${round(upper)} a year)`,
    "half failed": isNeverDown ? round(summary.halfDowns) : "–",
    "twice in a row": isNeverDown ? round(summary.twiceDowns) : "–",
    "ended too early": isNeverDown ? "–" : `${summary.falseUps} of ${summary.outages}`,
    missed: isNeverDown ? "–" : `${summary.missed} of ${summary.outages}`,
    "to down": pair(summary.downMedianS, summary.downP95S),
    "of it confirming": pair(summary.confirmMedianS, summary.confirmP95S),
    "back up": pair(summary.upMedianS, summary.upP95S),
    "extra probes": `${round(summary.askedShare * 100)} %`,
  };
}

/** Renews the report; `command` is what made it. */
export async function writeReport(
  summaries: readonly Summary[],
  { command, seconds }: { command: string; seconds: number },
): Promise<void> {
  const years = summaries.reduce((sum, summary) => sum + summary.years, 0);
  const rows = summaries.map(tableRow);
  const head = Object.keys(rows[0] ?? {});
  const text = [
    "# How often health is wrong, and how late it is",
    "",
    `Written by \`${command}\`: ${round(years)} simulated years of a monitor in ${Math.round(seconds)} s on`,
    `${describeMachine()}. Monitors are probed every 60 s with a timeout of 10 s; quorum and thresholds`,
    "are the defaults. Simulated answers go through the real fold and judgement, and what it asks for is probed with the",
    "next second.",
    "",
    "- **False down**: how often the monitor was called down when it was not; in brackets the upper end of the one-sided",
    "  95 % interval. Beside it, a year, for two rules that people use: the last answers of *half* of the regions failed; the",
    "  last *two in a row* failed in a majority of them. They see the same answers, confirmations included.",
    "- **Ended too early**: `down` that ended while the outage lasted. **Missed**: outages in which it was never down.",
    "- **To down**: from the first second of the outage, median and 95th percentile; **of it confirming** from the first",
    "  failed answer on; **back up** from the last second of the outage.",
    "- **Extra probes**: what is asked for to confirm, per probe of the interval.",
    "",
    line(head),
    line(head.map(() => "---")),
    ...rows.map((row) => line(Object.values(row))),
    "",
    "## The scenarios",
    "",
    ...scenarios.map(({ name, about }) => `- **${name}**: ${about}.`),
    "",
  ].join("\n");
  await writeFile(file, text);
}

function line(cells: readonly (string | number)[]): string {
  return `| ${cells.join(" | ")} |`;
}

/** Three digits at most. */
function round(value: number): number {
  return value >= 100 ? Math.round(value) : Number(value.toPrecision(2));
}
