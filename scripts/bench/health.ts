/**
 * How often health is wrong, and how late: seeded monitors in simulated time through the real fold and judgement.
 *
 * npm run bench -- health [seed] [--quick] [--only <part of a scenario's name>] [--write]
 *
 * `--write` renews docs/benchmarks/health.md.
 */
import { parseArgs } from "node:util";
import { Worker } from "node:worker_threads";
import { scenarios } from "./health/scenarios.ts";
import type { Summary } from "./health/summary.ts";
import type { Task } from "./health/worker.ts";
import { tableRow, writeReport } from "./health/write-report.ts";
import type { Bench, Row } from "./report.ts";

const threads = 2;

/** Plays every scenario with each of its numbers of regions. */
export const benchHealth: Bench = async (tell) => {
  const { values, positionals } = parseArgs({
    args: process.argv.slice(3),
    allowPositionals: true,
    options: {
      quick: { type: "boolean", default: false },
      write: { type: "boolean", default: false },
      only: { type: "string", default: "" },
    },
  });
  const startedAt = Date.now();
  const seed = Number(positionals[0] ?? 1);
  const chosen = scenarios.filter(({ name }) => name.includes(values.only));
  const tasks = chosen.flatMap((scenario) =>
    scenario.regions.map((regions): Task => {
      const days = values.quick ? scenario.days.quick : scenario.days.full;
      return { scenario: scenario.name, regions, days: Math.ceil(days / regions), seed };
    }),
  );
  const summaries = await runAll(tasks);
  for (const summary of summaries) tell(summary as Row);
  const command = ["npm run bench --", ...process.argv.slice(2)].join(" ");
  if (values.write) await writeReport(summaries, { command, seconds: (Date.now() - startedAt) / 1000 });
  return summaries.map(tableRow);
};

/** Spreads the tasks over worker threads and gives the results in the order of the tasks. */
async function runAll(tasks: readonly Task[]): Promise<Summary[]> {
  const results = new Array<Summary>(tasks.length);
  let next = 0;
  const work = () =>
    new Promise<void>((resolve, reject) => {
      const worker = new Worker(new URL("./health/worker.mjs", import.meta.url));
      let current = -1;
      const give = () => {
        current = next++;
        const task = tasks[current];
        if (task === undefined) void worker.terminate().then(() => resolve());
        else worker.postMessage(task);
      };
      worker.on("error", reject);
      worker.on("message", (summary: Summary) => {
        results[current] = summary;
        give();
      });
      give();
    });
  await Promise.all(Array.from({ length: threads }, work));
  return results;
}
