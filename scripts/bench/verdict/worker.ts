/** Plays runs that the main thread asks for. */
import { parentPort } from "node:worker_threads";
import { playRun } from "./play.ts";
import { scenarios } from "./scenarios.ts";

/** One run to play. */
export type Task = { scenario: string; run: number; seed: number };

parentPort?.on("message", ({ scenario, run, seed }: Task) => {
  const found = scenarios.find(({ name }) => name === scenario);
  if (found === undefined) throw new Error(`no scenario ${scenario}`);
  parentPort?.postMessage(playRun(found, run, seed));
});
