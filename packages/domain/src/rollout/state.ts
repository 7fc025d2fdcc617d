/** What is kept of a rollout between judgements: plain JSON, every list bounded. Stored as it is, read only here. */
import type { Bucket, Instant } from "../glossary.ts";
import type { Comparison } from "./comparison.ts";
import type { HistorySlice } from "./history.ts";
import type { AssetCheck } from "./missing-assets.ts";
import type { Progress } from "./progress.ts";
import type { Sample } from "./sample.ts";
import type { Slice } from "./slices.ts";
import type { PaceRule } from "./stuck.ts";
import { emptyTally, type Tally } from "./tally.ts";
import type { BurstPlan, DeployFacts } from "./types.ts";
import type { PlanEpoch } from "./watermark.ts";

/** One monitor in one region. `pending` waits for the watermark, `settledAt` is the last tick that passed it. */
export type RolloutCell = {
  monitorId: string;
  region: string;
  firstSeenAt: Instant | null;
  lastSampleAt: Instant | null;
  slices: Slice[];
  history: HistorySlice[];
  pending: Sample[];
  settledAt: Instant | null;
  tally: Tally;
  /** Plain answers beside those past the caches; missing in states of earlier releases. */
  comparison?: Comparison;
  /** The last looks at the files of the page, oldest first; missing before there was one. */
  assetChecks?: AssetCheck[];
};

/** The last answers of a region, with what orders them. */
export type StoredMark = { at: Instant; seq: number; bucket: Bucket; ms: number };

/** A version as it was read, and when; the first and the last time decide what replaced what. */
export type SeenVersion = { value: string; firstAt: Instant; lastAt: Instant };

/** Grows when the shape below changes, so that `resumeRollout` knows a state it cannot read. */
export const rolloutStateVersion = 1;

/** Instances that are remembered, those that answered last. */
export const instancesMax = 100;

/** The fold of one deploy. `marks` are by region, oldest first; `versions` the last seen first; `plans` oldest first. */
export type RolloutState = {
  v: typeof rolloutStateVersion;
  deployId: string;
  cells: RolloutCell[];
  marks: Record<string, StoredMark[]>;
  versions: SeenVersion[];
  /** What instances answered last, and to which probe. */
  instances: Record<string, { at: Instant; probe: string; bucket: Bucket }>;
  cdn: string | null;
  plan: BurstPlan;
  plans: PlanEpoch[];
  progress: Progress;
  /** The last new try that was begun; missing in states of deploys that were announced once. */
  retriedAt?: Instant;
  /** Since when every part is proven. */
  provenAt: Instant | null;
  liveAt: Instant | null;
  /** The progress after which it was found stuck: it stays so until there is another. */
  stuckAfter: { at: Instant; rule: PaceRule } | null;
  isAtTarget: boolean;
  /** Since when bursts run without a pause, whatever their pace. */
  burstSince: Instant | null;
  endedAt: Instant | null;
};

/** The plan while nothing is to be probed beyond the monitors' own intervals. */
export const intervalPlan: BurstPlan = {
  version: 0,
  mode: "interval",
  count: 0,
  everyMs: 0,
  compareCache: false,
};

/** The state of a deploy that has just been announced. Judge it once at the same `now` to get its first plan. */
export function startRollout(facts: DeployFacts, now: Instant): RolloutState {
  return {
    v: rolloutStateVersion,
    deployId: facts.id,
    cells: [],
    marks: {},
    versions: [],
    instances: {},
    cdn: null,
    plan: intervalPlan,
    plans: [],
    progress: { at: facts.startedAt ?? now, kind: "started", seen: [], done: [], peakShare: 0 },
    provenAt: null,
    liveAt: null,
    stuckAfter: null,
    isAtTarget: false,
    burstSince: null,
    endedAt: null,
  };
}

/** A monitor and region of which nothing was heard yet. */
export function emptyCell(monitorId: string, region: string): RolloutCell {
  return {
    monitorId,
    region,
    firstSeenAt: null,
    lastSampleAt: null,
    slices: [],
    history: [],
    pending: [],
    settledAt: null,
    tally: emptyTally,
  };
}
