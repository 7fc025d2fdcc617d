/** Writes what a run found to docs/benchmarks/verdict.md. */
import { writeFile } from "node:fs/promises";
import { cpus } from "node:os";
import { rowLength } from "./play.ts";
import { scenarios } from "./scenarios.ts";
import { type NaiveSummary, percent, type Rate, type Summary } from "./summary.ts";

const file = new URL("../../../docs/benchmarks/verdict.md", import.meta.url);

/** Renews the report; `command` is what made it. */
export async function writeReport(
  summaries: readonly Summary[],
  { command, seconds }: { command: string; seconds: number },
): Promise<void> {
  const runs = summaries.reduce((sum, summary) => sum + summary.runs, 0);
  const missed = summaries.flatMap(({ scenario, missed: all }) =>
    all.map((what) => `- ${scenario}: ${what}`),
  );
  const text = [
    "# How often the verdict is wrong, and how long it takes",
    "",
    `Written by \`${command}\`: ${runs} simulated rollouts in ${Math.round(seconds)} s on ${cpus().length} cores`,
    `(${cpus()[0]?.model.trim() ?? "unknown"}, Node ${process.version}). How the judgement works: [verdict.md](../verdict.md).`,
    "",
    "Every run plays the real fold, judgement and burst plan in simulated time against pods behind a balancer that",
    "chooses at random. *False* is a verdict that the simulated truth contradicts at that second; *wrong* a run that ends",
    "in another state than it should. In brackets the upper end of the one-sided 95 % interval (Clopper and Pearson).",
    "Delays are seconds from the true event to the verdict, 0 when it was told before; *after the deadline* is the longest",
    "that `stuck` was told after ten minutes without proven progress.",
    "",
    "## False verdicts",
    "",
    table(
      [
        "scenario",
        "runs",
        "false live",
        "false stuck",
        "false degraded",
        "false returned",
        "wrong",
        "targets",
      ],
      summaries.map((summary) => [
        summary.scenario,
        summary.runs,
        bound(summary.falseLive),
        bound(summary.falseStuck),
        bound(summary.falseDegraded),
        bound(summary.falseReturned),
        bound(summary.wrong),
        summary.missed.length === 0 ? "met" : "missed",
      ]),
    ),
    "",
    missed.length === 0 ? "Every target is met." : ["Missed:", "", ...missed].join("\n"),
    "",
    "## Delays, beside the rules people use",
    "",
    `*First match* calls a rollout live as soon as every region has answered with the new version once, *${rowLength} in a row* when`,
    `${rowLength} consecutive answers did; both give up 10 minutes after the start. They saw the same answers.`,
    "",
    table(
      [
        "scenario",
        "median",
        "p95",
        "most",
        "after the deadline",
        ...naiveColumns("first match"),
        ...naiveColumns(`${rowLength} in a row`),
      ],
      summaries.map((summary) => [
        summary.scenario,
        delay(summary.medianSeconds),
        delay(summary.p95Seconds),
        delay(summary.mostSeconds),
        delay(summary.overdueSeconds),
        ...naiveCells(summary.naive.first),
        ...naiveCells(summary.naive.inRow),
      ]),
    ),
    "",
    "## The scenarios",
    "",
    ...summaries.map(({ scenario }) => about(scenario)),
    "",
  ].join("\n");
  await writeFile(file, text);
}

function naiveColumns(rule: string): string[] {
  return [`${rule}: false live`, "false stuck", "median"];
}

function naiveCells({ falseLive, falseStuck, medianSeconds }: NaiveSummary): string[] {
  return [percent(falseLive.rate), percent(falseStuck.rate), delay(medianSeconds)];
}

function about(name: string): string {
  const found = scenarios.find((scenario) => scenario.name === name);
  const sizes = found === undefined ? "" : found.pods.join(", ");
  return `- **${name}**: ${found?.about ?? ""}. Pods: ${sizes}; regions: ${found?.regions.join(", ") ?? ""}.`;
}

function bound({ rate, upper95 }: Rate): string {
  return `${percent(rate)} (≤ ${percent(upper95)})`;
}

function delay(seconds: number | null): string {
  return seconds === null ? "–" : `${Math.round(seconds)} s`;
}

function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const line = (cells: readonly (string | number)[]) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}
