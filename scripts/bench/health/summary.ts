/** From what was shown to figures: how often wrong, and how late. */
import { quantile } from "../verdict/stats.ts";
import { type Change, type Played, second } from "./play.ts";
import type { Outage } from "./scenarios.ts";

const yearDays = 365.25;
/** "Down" may still be said, or begin to be said, this long after an outage has ended. */
const lateMs = 90 * second;

export type Summary = {
  scenario: string;
  regions: number;
  years: number;
  outages: number;
  falseDowns: number;
  /** A year, with the upper end of its one-sided 95 % interval. */
  falseDownsAYear: number;
  falseDownsAYearUpper95: number;
  halfDowns: number;
  twiceDowns: number;
  /** Ended while the outage lasted. */
  falseUps: number;
  missed: number;
  opensAnOutage: number;
  downMedianS: number | null;
  downP95S: number | null;
  /** From the first failed answer. */
  confirmMedianS: number | null;
  confirmP95S: number | null;
  upMedianS: number | null;
  upP95S: number | null;
  askedShare: number;
};

/** Sums up a run of `days`. */
export function summarise(
  { scenario, regions, days }: { scenario: string; regions: number; days: number },
  played: Played,
  outages: readonly Outage[],
): Summary {
  const downs = played.changes.filter(({ to }) => to === "down");
  const falseDowns = downs.filter(({ at }) => !outages.some((o) => o.from <= at && at < o.until + lateMs));
  const first = outages.map((outage) => downs.find(({ at }) => isIn(outage, at)));
  const told = outages.flatMap((outage, i) => {
    const down = first[i];
    return down === undefined ? [] : [{ outage, down }];
  });
  const years = days / yearDays;
  const seconds = (values: number[], q: number) => {
    const value = quantile(values, q);
    return value === null ? null : Math.round(value / 100) / 10;
  };
  const downMs = told.map(({ outage, down }) => down.at - outage.from);
  const confirmMs = told.map(({ outage, down }) => down.at - Math.max(outage.from, down.firstFailureAt ?? 0));
  const upMs = told.flatMap(({ outage }) => {
    const up = lastEnd(played.changes, outage);
    return up === null ? [] : [up - outage.until];
  });
  return {
    scenario,
    regions,
    years: Math.round(years * 100) / 100,
    outages: outages.length,
    falseDowns: falseDowns.length,
    falseDownsAYear: falseDowns.length / years,
    falseDownsAYearUpper95: poissonUpper95(falseDowns.length) / years,
    halfDowns: played.naive.half / years,
    twiceDowns: played.naive.twice / years,
    falseUps: countFalseUps(played.changes, outages),
    missed: outages.length - told.length,
    opensAnOutage: outages.length === 0 ? 0 : downs.length / outages.length,
    downMedianS: seconds(downMs, 0.5),
    downP95S: seconds(downMs, 0.95),
    confirmMedianS: seconds(confirmMs, 0.5),
    confirmP95S: seconds(confirmMs, 0.95),
    upMedianS: seconds(upMs, 0.5),
    upP95S: seconds(upMs, 0.95),
    askedShare: played.asked / played.scheduled,
  };
}

function isIn({ from, until }: Outage, at: number): boolean {
  return from <= at && at < until;
}

function countFalseUps(changes: readonly Change[], outages: readonly Outage[]): number {
  return changes.filter(
    ({ at, to }, i) =>
      changes[i - 1]?.to === "down" && to !== "no_data" && outages.some((outage) => isIn(outage, at)),
  ).length;
}

/** When "down" ended after the outage had; `null` when it had ended before. */
function lastEnd(changes: readonly Change[], outage: Outage): number | null {
  const before = changes.findLast(({ at }) => at < outage.until);
  if (before?.to !== "down") return null;
  return changes.find(({ at, to }) => at >= outage.until && to !== "down")?.at ?? null;
}

/** The upper end of the one-sided 95 % interval of a Poisson mean of which `hits` were seen. */
function poissonUpper95(hits: number): number {
  let [low, high] = [hits, hits + 10 + 4 * Math.sqrt(hits + 1)];
  for (let i = 0; i < 60; i++) {
    const mean = (low + high) / 2;
    let [term, sum] = [Math.exp(-mean), 0];
    for (let k = 0; k <= hits; k++) {
      sum += term;
      term *= mean / (k + 1);
    }
    if (sum > 0.05) low = mean;
    else high = mean;
  }
  return high;
}
