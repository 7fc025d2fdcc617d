/** A history as it is shown, from roll-ups and the lengths of what health was. Pure. */
import type { AnswersColumn } from "@rollcall/db";
import { answerFigures, type HistoryPlan, mergeAnswers } from "@rollcall/domain/history";
import type { Uptime } from "@rollcall/domain/maintenance";
import type { HistoryWire } from "@rollcall/domain/wire";
import type { MeasuredRange } from "./measure-health.ts";

/** The parts of a history that come from what was observed. */
export type HistoryParts = Pick<HistoryWire, "total" | "regions" | "columns" | "stepSeconds">;

/** The columns of a plan, and before them all of its time. */
export function historyRanges({ from, until, stepMs }: HistoryPlan): MeasuredRange[] {
  const starts = Array.from({ length: Math.ceil((until - from) / stepMs) }, (_, i) => from + i * stepMs);
  return [{ from, until }, ...starts.map((at) => ({ from: at, until: Math.min(at + stepMs, until) }))];
}

/** Adds up what lies in `historyRanges`, whose uptimes are given; a column that nothing is known of is there and empty. */
export function historyParts(
  plan: HistoryPlan,
  answers: AnswersColumn[],
  [whole, ...ofColumns]: readonly Uptime[],
): HistoryParts {
  const merged = (of: AnswersColumn[]) => answerFigures(mergeAnswers(of.map((one) => one.answers)));
  const byColumn = groupBy(answers, ({ at }) => at);
  const byRegion = groupBy(answers, ({ region }) => region);
  const [, ...columns] = historyRanges(plan);
  return {
    stepSeconds: plan.stepMs / 1000,
    total: { ...merged(answers), ...lengthsOf(whole) },
    regions: [...byRegion]
      .map(([region, of]) => ({ region, ...merged(of) }))
      .sort((a, b) => (a.region < b.region ? -1 : 1)),
    columns: columns.map(({ from }, index) => ({
      at: new Date(from).toISOString(),
      ...merged(byColumn.get(from) ?? []),
      ...lengthsOf(ofColumns[index]),
    })),
  };
}

function lengthsOf(uptime: Uptime | undefined) {
  const seconds = (ms = 0) => Math.round(ms / 1000);
  return {
    upSeconds: seconds(uptime?.upMs),
    downSeconds: seconds(uptime?.downMs),
    maintenanceSeconds: seconds(uptime?.maintenanceMs),
  };
}

function groupBy<T, K>(items: T[], keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}
