/** Plays runs that the main thread asks for. */
import { parentPort } from "node:worker_threads";
import { seeded } from "../../../packages/domain/test/random.ts";
import { playHealth } from "./play.ts";
import { scenarios } from "./scenarios.ts";
import { type Summary, summarise } from "./summary.ts";

/** One scenario with one number of regions. */
export type Task = { scenario: string; regions: number; days: number; seed: number };

parentPort?.on("message", (task: Task) => parentPort?.postMessage(run(task)));

function run({ scenario, regions, days, seed }: Task): Summary {
  const found = scenarios.find(({ name }) => name === scenario);
  if (found === undefined) throw new Error(`no scenario ${scenario}`);
  const random = seeded(seed * 1000 + scenarios.indexOf(found) * 10 + regions);
  const { play, outages } = found.make(regions, { random, days });
  return summarise({ scenario, regions, days }, playHealth(play), outages);
}
