/**
 * How often health is wrong, and how late: seeded monitors in simulated time through the real fold and judgement.
 *
 * npm run bench -- health [seed] [--quick] [--only <part of a scenario's name>] [--share <n>] [--write]
 *
 * `--share 0.1` plays a tenth of the time. `--write` renews docs/benchmarks/health.md.
 */
import { scenarios } from "./health/scenarios.ts";
import type { Summary } from "./health/summary.ts";
import type { Task } from "./health/worker.ts";
import { tableRow, writeReport } from "./health/write-report.ts";
import { readArguments } from "./read-arguments.ts";
import type { Bench, Row } from "./report.ts";
import { spreadTasks, threadsMax } from "./threads.ts";

/** Plays every scenario with each of its numbers of regions. */
export const benchHealth: Bench = async (tell) => {
  const { seed, isQuick, only, share, isWritten, command } = readArguments();
  const startedAt = Date.now();
  const tasks = scenarios
    .filter(({ name }) => name.includes(only))
    .flatMap(({ name, regions: numbers, days }) =>
      numbers.map(
        (regions): Task => ({
          scenario: name,
          regions,
          days: Math.ceil((share * (isQuick ? days.quick : days.full)) / regions),
          seed,
        }),
      ),
    );
  const played = new Map<number, Summary>();
  const module = new URL("./health/worker.ts", import.meta.url);
  await spreadTasks(tasks, { module, threads: threadsMax }, (summary: Summary, index) =>
    played.set(index, summary),
  );
  const summaries = tasks.flatMap((_, index) => played.get(index) ?? []);
  for (const summary of summaries) tell(summary as Row);
  if (isWritten) await writeReport(summaries, { command, seconds: (Date.now() - startedAt) / 1000 });
  return summaries.map(tableRow);
};
