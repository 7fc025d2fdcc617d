/** A restart as the targets see it: who is asked when, once the product is back. */
import { setTimeout as pause } from "node:timers/promises";
import type { Stage } from "../stage/open-stage.ts";

/**
 * In the interval after the first request: the part of the monitors that was asked, how many were asked twice, and the
 * requests of the fullest second beside those of the mean one.
 */
export type Restart = { coverage: number; doubled: number; peak: number; silentSeconds: number };

/** Longer than a probe is late. */
const marginMs = 3_000;

/** Stops the product in order, starts it again and watches for one interval. */
export async function playRestart(stage: Stage, intervalSeconds: number): Promise<Restart> {
  await stage.stopProduct();
  await stage.targets.takeArrivals();
  const stoppedAt = Date.now();
  await stage.startProduct();
  const intervalMs = intervalSeconds * 1000;
  await pause(intervalMs + marginMs);
  const { numbers, times } = await stage.targets.takeArrivals();
  const from = times[0] ?? Number.NaN;
  const within = times.findIndex((at) => at >= from + intervalMs + marginMs);
  const end = within === -1 ? times.length : within;
  const lastOf = new Map<number, number>();
  let doubled = 0;
  for (const [i, number] of numbers.slice(0, end).entries()) {
    const [at, last] = [times[i] ?? 0, lastOf.get(number)];
    if (last !== undefined && at - last < intervalMs / 2) doubled += 1;
    lastOf.set(number, at);
  }
  return {
    coverage: lastOf.size / stage.monitorIds.length,
    doubled,
    peak: fullestSecond(times, from + intervalMs) / (stage.monitorIds.length / intervalSeconds),
    silentSeconds: (from - stoppedAt) / 1000,
  };
}

/** The most that came within any one second that ends before `until`. */
function fullestSecond(times: readonly number[], until: number): number {
  let most = 0;
  let first = 0;
  for (const [i, at] of times.entries()) {
    if (at >= until) break;
    while ((times[first] ?? at) <= at - 1000) first += 1;
    most = Math.max(most, i - first + 1);
  }
  return most;
}
