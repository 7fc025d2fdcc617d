/**
 * Whether the verdict is right: seeded rollouts over simulated fleets through the real fold and judgement.
 *
 * npm run bench -- verdict [seed …] [--quick] [--only <part of a scenario's name>] [--share <n>] [--write]
 *
 * `--share 0.1` makes a tenth of the runs. `--write` renews docs/benchmarks/verdict.md after each seed. Fails when a
 * target is missed.
 */
import { cpus } from "node:os";
import { readArguments } from "./read-arguments.ts";
import type { Bench, Row } from "./report.ts";
import { spreadTasks, threadsMax } from "./threads.ts";
import type { RunResult } from "./verdict/play.ts";
import type { Scenario } from "./verdict/scenario.ts";
import { scenarios } from "./verdict/scenarios.ts";
import { percent, type Rate, type Summary, summarise } from "./verdict/summary.ts";
import type { Task } from "./verdict/worker.ts";
import { missedOf, type PlayedSeed, writeReport } from "./verdict/write-report.ts";

/** Plays every scenario with each seed, prints its figures and the missed targets. */
export const benchVerdict: Bench = async (tell) => {
  const { seeds, isQuick, only, share, isWritten, command } = readArguments();
  const chosen = scenarios.filter(({ name }) => name.includes(only));
  const runsOf = ({ runs }: Scenario) => Math.max(1, Math.round((isQuick ? runs.quick : runs.full) * share));
  const threads = isQuick ? 1 : Math.min(threadsMax, cpus().length);
  const played: PlayedSeed[] = [];
  for (const seed of seeds) {
    const startedAt = Date.now();
    const summaries = await playSeed(chosen, { seed, threads, runsOf, tell });
    played.push({ seed, summaries, seconds: (Date.now() - startedAt) / 1000 });
    if (isWritten) await writeReport(played, command);
  }
  return conclude(played);
};

/** Says what was missed. */
function conclude(played: readonly PlayedSeed[]): Row[] {
  const missed = played.flatMap(({ seed, summaries }) =>
    missedOf(summaries).map((what) => `seed ${seed}: ${what}`),
  );
  for (const what of missed) process.stderr.write(`missed: ${what}\n`);
  process.exitCode = missed.length === 0 ? 0 : 1;
  return played.flatMap(({ seed, summaries }) =>
    summaries.map((summary) => ({ seed, ...tableRow(summary) })),
  );
}

type Playing = {
  seed: number;
  threads: number;
  runsOf: (scenario: Scenario) => number;
  tell: (row: Row) => void;
};

/** Plays the scenarios with one seed and tells the figures of each as it is done. */
async function playSeed(
  chosen: readonly Scenario[],
  { seed, threads, runsOf, tell }: Playing,
): Promise<Summary[]> {
  const found = new Map<string, RunResult[]>(chosen.map(({ name }) => [name, []]));
  const summaries = new Map<string, Summary>();
  const tasks = chosen.flatMap((scenario) =>
    Array.from({ length: runsOf(scenario) }, (_, run): Task => ({ scenario: scenario.name, run, seed })),
  );
  const module = new URL("./verdict/worker.ts", import.meta.url);
  await spreadTasks(tasks, { module, threads }, (result: RunResult) => {
    const results = found.get(result.scenario) ?? [];
    results.push(result);
    const scenario = chosen.find(({ name }) => name === result.scenario);
    if (scenario === undefined || results.length < runsOf(scenario)) return;
    const summary = summarise(scenario, results);
    summaries.set(scenario.name, summary);
    tell({ seed, ...flat(summary) });
  });
  return chosen.flatMap(({ name }) => summaries.get(name) ?? []);
}

/** One line of figures; rates as their hits, their share and its upper bound. */
function flat({
  scenario,
  runs,
  naive,
  missed,
  medianSeconds,
  p95Seconds,
  mostSeconds,
  overdueSeconds,
  ...rates
}: Summary): Row {
  const row: Row = { scenario, runs };
  for (const [name, { hits, rate, upper95 }] of Object.entries(rates)) {
    row[name] = rate;
    row[`${name}Hits`] = hits;
    row[`${name}Upper95`] = upper95;
  }
  for (const [name, seconds] of Object.entries({ medianSeconds, p95Seconds, mostSeconds, overdueSeconds })) {
    if (seconds !== null) row[name] = seconds;
  }
  for (const [rule, told] of Object.entries(naive)) {
    row[`${rule}FalseLive`] = told.falseLive.rate;
    row[`${rule}FalseStuck`] = told.falseStuck.rate;
    if (told.medianSeconds !== null) row[`${rule}MedianSeconds`] = told.medianSeconds;
  }
  return { ...row, missed: missed.join("; ") };
}

function tableRow(summary: Summary): Row {
  const bound = ({ rate, upper95 }: Rate) => `${percent(rate)} (≤ ${percent(upper95)})`;
  const delay = (seconds: number | null) => (seconds === null ? "–" : Math.round(seconds));
  const { first, inRow } = summary.naive;
  return {
    scenario: summary.scenario,
    runs: summary.runs,
    "false live": bound(summary.falseLive),
    "false stuck": bound(summary.falseStuck),
    "false degraded": bound(summary.falseDegraded),
    "false returned": bound(summary.falseReturned),
    wrong: bound(summary.wrong),
    median: delay(summary.medianSeconds),
    p95: delay(summary.p95Seconds),
    most: delay(summary.mostSeconds),
    overdue: delay(summary.overdueSeconds),
    "first match: live/stuck": `${percent(first.falseLive.rate)}/${percent(first.falseStuck.rate)}`,
    "5 in a row: live/stuck": `${percent(inRow.falseLive.rate)}/${percent(inRow.falseStuck.rate)}`,
    targets: summary.missed.length === 0 ? "met" : "MISSED",
  };
}
