/** From runs to rates, their bounds, delays, and which targets they meet. */
import type { RunResult, Told } from "./play.ts";
import type { Scenario, Targets } from "./scenario.ts";
import { quantile, upperBound95 } from "./stats.ts";

/** How often something happened, and how often it may at most, 95 % sure. */
export type Rate = { hits: number; rate: number; upper95: number };

/** What naive rules did in the same runs. */
export type NaiveSummary = { falseLive: Rate; falseStuck: Rate; medianSeconds: number | null };

/** One scenario's figures. Delays in seconds from the true event to the verdict. */
export type Summary = {
  scenario: string;
  runs: number;
  falseLive: Rate;
  falseStuck: Rate;
  falseDegraded: Rate;
  falseReturned: Rate;
  wrong: Rate;
  medianSeconds: number | null;
  p95Seconds: number | null;
  mostSeconds: number | null;
  /** The most by which it was told after it was due. */
  overdueSeconds: number | null;
  naive: { first: NaiveSummary; inRow: NaiveSummary };
  missed: string[];
};

/** Sums the runs of one scenario up. */
export function summarise(scenario: Scenario, results: readonly RunResult[]): Summary {
  const rate = (is: (result: RunResult) => boolean) => rateOf(results.filter(is).length, results.length);
  const delays = delaysOf(results);
  const summary = {
    scenario: scenario.name,
    runs: results.length,
    falseLive: rate((result) => result.falseLive),
    falseStuck: rate((result) => result.falseStuck),
    falseDegraded: rate((result) => result.falseDegraded),
    falseReturned: rate((result) => result.falseReturned),
    wrong: rate((result) => result.wrong),
    medianSeconds: quantile(delays, 0.5),
    p95Seconds: quantile(delays, 0.95),
    mostSeconds: quantile(delays, 1),
    overdueSeconds: quantile(
      results.flatMap((result) => (result.overdueSeconds === null ? [] : [result.overdueSeconds])),
      1,
    ),
    naive: {
      first: summariseNaive(results.map(({ naive }) => naive.first)),
      inRow: summariseNaive(results.map(({ naive }) => naive.inRow)),
    },
  };
  return { ...summary, missed: missedTargets(summary, scenario.targets) };
}

function summariseNaive(told: readonly Told[]): NaiveSummary {
  return {
    falseLive: rateOf(told.filter(({ falseLive }) => falseLive).length, told.length),
    falseStuck: rateOf(told.filter(({ falseStuck }) => falseStuck).length, told.length),
    medianSeconds: quantile(delaysOf(told), 0.5),
  };
}

function delaysOf(told: readonly Told[]): number[] {
  return told.flatMap(({ delaySeconds }) => (delaySeconds === null ? [] : [delaySeconds]));
}

function rateOf(hits: number, runs: number): Rate {
  return { hits, rate: runs === 0 ? 0 : hits / runs, upper95: upperBound95(hits, runs) };
}

const rates = ["falseLive", "falseStuck", "falseDegraded", "falseReturned", "wrong"] as const;
const delays = ["medianSeconds", "p95Seconds", "overdueSeconds"] as const;

function missedTargets(summary: Omit<Summary, "missed">, targets: Targets): string[] {
  const missed: string[] = [];
  for (const name of rates) {
    const target = targets[name];
    if (target !== undefined && summary[name].rate > target)
      missed.push(`${name} ${percent(summary[name].rate)} > ${percent(target)}`);
  }
  for (const name of delays) {
    const [target, delay] = [targets[name], summary[name]];
    if (target !== undefined && (delay === null || delay > target))
      missed.push(`${name} ${delay === null ? "never" : Math.round(delay)} > ${target}`);
  }
  return missed;
}

/** "0.3 %" of 0.003. */
export function percent(share: number): string {
  return `${Math.round(share * 1000) / 10} %`;
}
