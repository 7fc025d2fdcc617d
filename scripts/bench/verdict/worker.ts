/** Plays runs that the main thread asks for. */
import { serveTasks } from "../threads.ts";
import { playRun } from "./play.ts";
import { scenarios } from "./scenarios.ts";

/** One run to play. */
export type Task = { scenario: string; run: number; seed: number };

serveTasks(({ scenario, run, seed }: Task) => {
  const found = scenarios.find(({ name }) => name === scenario);
  if (found === undefined) throw new Error(`no scenario ${scenario}`);
  return playRun(found, run, seed);
});
