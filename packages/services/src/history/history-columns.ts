/** A history as it is shown, from roll-ups and health spans. Pure. */
import type { AnswersColumn } from "@rollcall/db";
import { answerFigures, type HistoryPlan, mergeAnswers } from "@rollcall/domain/history";
import { type HealthSpan, measureUptime } from "@rollcall/domain/maintenance";
import type { HistoryWire } from "@rollcall/domain/wire";

/** The parts of a history that come from what was observed. */
export type HistoryParts = Pick<HistoryWire, "total" | "regions" | "columns" | "stepSeconds">;

/** Cuts the plan's time into its columns and adds up; a column that nothing is known of is there and empty. */
export function historyParts(plan: HistoryPlan, answers: AnswersColumn[], spans: HealthSpan[]): HistoryParts {
  const { from, until, stepMs } = plan;
  const merged = (of: AnswersColumn[]) => answerFigures(mergeAnswers(of.map((one) => one.answers)));
  const byColumn = groupBy(answers, ({ at }) => at);
  const byRegion = groupBy(answers, ({ region }) => region);
  const starts = Array.from({ length: Math.ceil((until - from) / stepMs) }, (_, i) => from + i * stepMs);
  return {
    stepSeconds: stepMs / 1000,
    total: { ...merged(answers), ...lengthsOf(spans, from, until) },
    regions: [...byRegion]
      .map(([region, of]) => ({ region, ...merged(of) }))
      .sort((a, b) => (a.region < b.region ? -1 : 1)),
    columns: starts.map((at) => ({
      at: new Date(at).toISOString(),
      ...merged(byColumn.get(at) ?? []),
      ...lengthsOf(spans, at, Math.min(at + stepMs, until)),
    })),
  };
}

function lengthsOf(spans: HealthSpan[], from: number, until: number) {
  const { upMs, downMs, maintenanceMs } = measureUptime(spans, from, until);
  const seconds = (ms: number) => Math.round(ms / 1000);
  return {
    upSeconds: seconds(upMs),
    downSeconds: seconds(downMs),
    maintenanceSeconds: seconds(maintenanceMs),
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
