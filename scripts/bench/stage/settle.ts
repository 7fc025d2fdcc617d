import { setTimeout as pause } from "node:timers/promises";
import { waitUntil } from "@rollcall/testing/wait-until";
import { sumOf } from "../read-metrics.ts";
import type { Stage } from "./open-stage.ts";

/** What is compiled and read first is not what a day costs. */
const warmUpMs = 20_000;
const settledWithinMs = 600_000;

/**
 * Resolves when every monitor has been probed and every service judged for the first time, and no more waits for the
 * judge than two seconds bring. `perSecond` is how many probes a second there should be.
 */
export async function settle(stage: Stage, perSecond: number, intervalSeconds: number): Promise<void> {
  await pause(warmUpMs + (perSecond > 0 ? intervalSeconds * 1000 : 0));
  if (perSecond === 0) return;
  await waitUntil("the judge to have caught up", () => isCaughtUp(stage, perSecond), {
    timeoutMs: settledWithinMs,
    everyMs: 1_000,
  });
}

async function isCaughtUp(stage: Stage, perSecond: number): Promise<boolean> {
  const numbers = await stage.scrape();
  const probed = sumOf(numbers, "rollcall_probes_total{");
  const judged = sumOf(numbers, 'rollcall_observations_total{result="folded"');
  return probed > 0 && probed - judged < 2 * perSecond;
}
