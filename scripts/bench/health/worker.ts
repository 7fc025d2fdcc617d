/** Plays runs that the main thread asks for. */
import { seeded } from "../../../packages/domain/test/random.ts";
import { serveTasks } from "../threads.ts";
import { playHealth } from "./play.ts";
import { scenarios } from "./scenarios.ts";
import { type Summary, summarise } from "./summary.ts";

/** One scenario with one number of regions. */
export type Task = { scenario: string; regions: number; days: number; seed: number };

serveTasks(run);

function run({ scenario, regions, days, seed }: Task): Summary {
  const found = scenarios.find(({ name }) => name === scenario);
  if (found === undefined) throw new Error(`no scenario ${scenario}`);
  const random = seeded(seed * 1000 + scenarios.indexOf(found) * 10 + regions);
  const { play, outages } = found.make(regions, { random, days });
  return summarise({ scenario, regions, days }, playHealth(play), outages);
}
