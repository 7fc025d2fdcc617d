/** What a scenario is: how one run of it is made, and what would be a wrong verdict about it. */
import type { DeployState } from "@rollcall/domain/glossary";
import type { DeployFacts } from "@rollcall/domain/rollout";
import type { Random } from "../../../packages/domain/test/random.ts";
import { factsOf, monitorOf } from "../../../packages/domain/test/rollout-fixtures.ts";
import type { PodFleet } from "./pods.ts";

/** Verdicts that raise an alarm, or end one. */
export type Alarm = "stuck" | "degraded" | "old_returned";

/** One run. */
export type Play = {
  facts: DeployFacts;
  pods: PodFleet;
  /** It ends then at the latest. */
  seconds: number;
  /** What truly happens, and the state that tells it. */
  event: { at: number; state: DeployState };
  /** Goes on for so long after the event was told. */
  watchOnSeconds?: number;
  /** From when on an alarm is right; at other times it is false. */
  rightFrom?: Partial<Record<Alarm, number>>;
  /** States in which it may end beside that of the event. */
  mayEnd?: DeployState[];
  judgeAheadMs?: (random: Random) => number;
};

/** Which targets a scenario must meet; delays in seconds. */
export type Targets = {
  falseLive?: number;
  falseStuck?: number;
  falseDegraded?: number;
  falseReturned?: number;
  wrong?: number;
  medianSeconds?: number;
  p95Seconds?: number;
  /** `stuck`, after the deadline that had been shown. */
  overdueSeconds?: number;
};

export type Scenario = {
  name: string;
  about: string;
  /** Runs take these in turn. */
  pods: readonly number[];
  regions: readonly number[];
  /** How many runs a full bench and a quick one make. */
  runs: { full: number; quick: number };
  targets: Targets;
  make: (setting: Setting) => Play;
};

/** What differs between the runs of a scenario. */
export type Setting = { run: number; pods: number; regions: string[]; random: Random };

const regionNames = ["eu-west", "us-east", "ap-south"];

/** The setting of the n-th run. */
export function settingOf({ pods, regions }: Scenario, run: number, random: Random): Setting {
  const count = regions[Math.floor(run / pods.length) % regions.length] ?? 1;
  return { run, pods: pods[run % pods.length] ?? 1, regions: regionNames.slice(0, count), random };
}

/** One monitor in the regions of the setting, its phase another in every run. */
export function factsFor({ run, regions }: Setting, change: Partial<DeployFacts> = {}): DeployFacts {
  return factsOf({ monitors: [monitorOf({ id: `mon_${run}`, regions })], ...change });
}

export function pick<T>(random: Random, items: readonly T[]): T {
  return items[Math.floor(random() * items.length)] as T;
}

/** A whole number from `low` to `high`. */
export function between(random: Random, low: number, high: number): number {
  return low + Math.floor(random() * (high - low + 1));
}
