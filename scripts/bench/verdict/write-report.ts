/** Writes what a run found to docs/benchmarks/verdict.md. */

import { writeFile } from "node:fs/promises";
import { describeMachine } from "../describe-machine.ts";
import { rowLength } from "./play.ts";
import { scenarios } from "./scenarios.ts";
import { type NaiveSummary, percent, type Rate, type Summary } from "./summary.ts";

const file = new URL("../../../docs/benchmarks/verdict.md", import.meta.url);

/** What one seed gave, and how long it took. */
export type PlayedSeed = { seed: number; summaries: Summary[]; seconds: number };

/** The targets that were missed, in words. */
export function missedOf(summaries: readonly Summary[]): string[] {
  return summaries.flatMap(({ scenario, missed }) => missed.map((what) => `${scenario}: ${what}`));
}

/** Renews the report, the first seed at length, further ones as a table; `command` is what made it. */
export async function writeReport(played: readonly PlayedSeed[], command: string): Promise<void> {
  const [first, ...others] = played;
  if (first === undefined) return;
  const { summaries } = first;
  const text = [
    ...introduction(played, command),
    "## False verdicts",
    "",
    table(
      ["scenario", "runs", ...rateColumns, "targets"],
      summaries.map((summary) => [
        summary.scenario,
        summary.runs,
        ...rateCells(summary),
        targetsCell(summary),
      ]),
    ),
    "",
    missedText(summaries),
    "",
    "## Delays, beside the rules people use",
    "",
    `*First match* calls a rollout live as soon as every region has answered with the new version once, *${rowLength} in a row* when`,
    `${rowLength} consecutive answers did; both give up 10 minutes after the start. They saw the same answers.`,
    "",
    table(
      ["scenario", ...delayColumns, ...naiveColumns("first match"), ...naiveColumns(`${rowLength} in a row`)],
      summaries.map((summary) => [
        summary.scenario,
        ...delayCells(summary),
        ...naiveCells(summary.naive.first),
        ...naiveCells(summary.naive.inRow),
      ]),
    ),
    "",
    ...others.flatMap(otherSeed),
    "## The scenarios",
    "",
    ...summaries.map(({ scenario }) => about(scenario)),
    "",
  ].join("\n");
  await writeFile(file, text);
}

function introduction(played: readonly PlayedSeed[], command: string): string[] {
  const runs = played.flatMap(({ summaries }) => summaries).reduce((sum, summary) => sum + summary.runs, 0);
  const minutes = Math.round(played.reduce((sum, { seconds }) => sum + seconds, 0) / 60);
  const outcomes = played.map(({ seed, summaries }) => {
    const missed = missedOf(summaries);
    return `- seed ${seed}: ${missed.length === 0 ? "every target is met" : `missed ${missed.join("; ")}`}`;
  });
  return [
    "# How often the verdict is wrong, and how long it takes",
    "",
    `Written by \`${command}\`: ${runs} simulated rollouts in ${minutes} min on`,
    `${describeMachine()}. How the judgement works: [verdict.md](../verdict.md).`,
    "",
    ...outcomes,
    "",
    "Every run plays the real fold, judgement and burst plan in simulated time against pods behind a balancer that",
    "chooses at random. *False* is a verdict that the simulated truth contradicts at that second; *wrong* a run that ends",
    "in another state than it should. In brackets the upper end of the one-sided 95 % interval (Clopper and Pearson).",
    "Delays are seconds from the true event to the verdict, 0 when it was told before; *after the deadline* is the longest",
    "that `stuck` was told after the deadline that the verdict itself had shown, ten minutes after the last proven progress.",
    "",
  ];
}

function otherSeed({ seed, summaries }: PlayedSeed): string[] {
  return [
    `## Seed ${seed}`,
    "",
    table(
      ["scenario", "runs", ...rateColumns, ...delayColumns, "targets"],
      summaries.map((summary) => [
        summary.scenario,
        summary.runs,
        ...rateCells(summary),
        ...delayCells(summary),
        targetsCell(summary),
      ]),
    ),
    "",
    missedText(summaries),
    "",
  ];
}

function missedText(summaries: readonly Summary[]): string {
  const missed = missedOf(summaries);
  return missed.length === 0
    ? "Every target is met."
    : ["Missed:", "", ...missed.map((what) => `- ${what}`)].join("\n");
}

const rateColumns = ["false live", "false stuck", "false degraded", "false returned", "wrong"];

function rateCells(summary: Summary): string[] {
  const { falseLive, falseStuck, falseDegraded, falseReturned, wrong } = summary;
  return [falseLive, falseStuck, falseDegraded, falseReturned, wrong].map(bound);
}

const delayColumns = ["median", "p95", "most", "after the deadline"];

function delayCells({ medianSeconds, p95Seconds, mostSeconds, overdueSeconds }: Summary): string[] {
  return [medianSeconds, p95Seconds, mostSeconds, overdueSeconds].map(delay);
}

function targetsCell({ missed }: Summary): string {
  return missed.length === 0 ? "met" : "missed";
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
