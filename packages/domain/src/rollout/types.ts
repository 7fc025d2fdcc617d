/**
 * The shapes around the judgement of a rollout. The judgement itself is two pure functions:
 * `foldRollout(state, facts, observations)` keeps what was seen, `judgeRollout(state, facts, now)` says what it means.
 */
import type { CacheReading } from "../cache/index.ts";
import type {
  Bucket,
  Cause,
  DeployState,
  DeployStatus,
  Instant,
  RolloutStrategy,
  Severity,
  StuckKind,
  UnverifiableReason,
} from "../glossary.ts";
import type { VersionBucket } from "../matching/index.ts";
import type { PreflightFact } from "../preflight/outcome.ts";

/** The judgement's settings. Defaults are `product.md`'s; a service may override them, a deploy may override again. */
export type RolloutPolicy = {
  /** Share of old answers below which the old version counts as gone (p). Default 0.1. */
  tolerance: number;
  /** Risk of a false `live` over the whole endless watch of one monitor and region (α). Default 0.01. */
  risk: number;
  /** Time without proven progress after which a rollout is stuck. Default 600 000. */
  progressDeadlineMs: number;
  /** How long a proof must hold before `live`; `null` means 0, or 60 000 behind a detected CDN. */
  holdMs: number | null;
  /** How long health is compared with the baseline after `live`. Default 900 000. */
  soakMs: number;
  /** Burst probes a second of each monitor and region; absent or `null`: as many as the proof takes. */
  probesPerSecondMax?: number | null;
  /** Window of the share shown to people. Default 60 000. */
  shareWindowMs: number;
  /** A region silent for this long while it should be probing is `no data`, and blocks `live`. Default 30 000. */
  silentAfterMs: number;
  /** How long a sample in flight may block what was scheduled after it: the probe's timeout and a margin. */
  lateAfterMs: number;
};

/** A monitor of the deploy's service and environment at the time of judging. */
export type RolloutMonitor = {
  id: string;
  name: string;
  regions: string[];
  /** Has a version reader, is enabled, is GET or HEAD, and is meant to verify. Others only count for health. */
  verifies: boolean;
  intervalMs: number;
  timeoutMs: number;
  /** Only to word commands. */
  url?: string;
  /** Its answers may be HTML pages: asked with GET, and the version is read where a page can state it. */
  mayBePage?: boolean;
};

/** A version that was live in this environment before this deploy, newest first. */
export type EarlierVersion = { deployId: string; version: string; identities: string[] };

/** How long an earlier rollout of this service and environment took from its start, in ms; `null`: it never did. */
export type EarlierTimes = { firstSeenMs: number | null; liveMs: number | null };

/** What is known of the deploy from announcements and clicks, never from probes. */
export type DeployFacts = {
  id: string;
  version: string;
  /** Contains `version`; a match of any is a match. */
  identities: string[];
  previousVersion: string | null;
  previousIdentities: string[];
  earlier: EarlierVersion[];
  status: DeployStatus;
  strategy: RolloutStrategy;
  targetShare: number | null;
  /** Of the last twenty or so rollouts, to say what is usual. */
  earlierTimes?: EarlierTimes[];
  announcedAt: Instant;
  /** `null` while pending. */
  startedAt: Instant | null;
  /** When the started deploy was last announced once more: a new try. */
  retriedAt?: Instant | null;
  watchUntil: Instant;
  /** Since when the judge that asks has been running: what was silent before that was Rollcall itself. */
  judgingSince?: Instant;
  cancelledAt: Instant | null;
  supersededAt: Instant | null;
  monitors: RolloutMonitor[];
  policy: RolloutPolicy;
  /** Only to word commands. */
  names: { cluster: string | null; namespace: string | null; workload: string | null; image: string | null };
  /** What the registry last said of the deploy's image; absent or `null` when it was not asked. */
  preflight?: PreflightFact | null;
  /** Where the probes of a region come from, as far as it is known; only to word what has to be allowed. */
  egressAddresses?: Record<string, string[]>;
  service: string;
  environment: string;
  /** The page on which a monitor that verifies is added, or one that is there is made to. */
  monitorUrl?: string;
};

/** How often the open deploy's monitors are to be probed, per region; the scheduler follows it. */
export type BurstPlan = {
  /** Grows when the plan changes. */
  version: number;
  mode: "watching" | "confirming" | "stuck" | "interval";
  /** Probes per monitor, region and period; 0 with mode `interval`: the monitor's own interval does. */
  count: number;
  everyMs: number;
  /** Send one cache-busted probe a period beside the plain ones, and one to the origin, to tell an edge from it. */
  compareCache: boolean;
  /** Pages whose files are to be fetched, and how often; absent when there are none, and always before `live`. */
  assets?: { monitorId: string; region: string; everyMs: number }[];
};

/** Counts of the five buckets over the window. */
export type ShareCounts = Record<Bucket, number> & { samples: number; windowSeconds: number };

/** One answer as a mark of the roll call, newest last. */
export type Mark = { at: Instant; bucket: Bucket };

/** What is said of a region or of a monitor alike. `doneAt`: proven there, which is not yet live everywhere. */
export type PartVerdict = {
  state: DeployState;
  share: ShareCounts;
  firstSeenAt: Instant | null;
  doneAt: Instant | null;
  lastSampleAt: Instant | null;
  caveats: string[];
};

/** One region, over all monitors that verify from it. */
export type RegionVerdict = PartVerdict & {
  region: string;
  /** The last answers, at most 60, oldest first. */
  marks: Mark[];
  /** Median and p95 of the total probe time in ms over recent answers by bucket; null without answers. */
  latency: { expectedP95Ms: number | null; previousP95Ms: number | null };
  /** Answers still missing until this region is proven, at the current rate of clean answers. */
  cleanRun: { have: number; need: number };
  /** No sample for longer than the policy allows. */
  silent: boolean;
  /** The last answers by the way in which they were asked for; absent while nothing is compared. */
  comparison?: RegionComparison;
};

/** The last answer of one way to ask, with what caches said of it; `value` as it was reported. */
export type ComparedAnswer = {
  at: Instant;
  version: VersionBucket;
  value: string;
  cache: CacheReading;
};

/** `plain`: the last that was not the expected version. `null` where nothing readable has come that way. */
export type RegionComparison = Record<"plain" | "busted" | "origin", ComparedAnswer | null>;

/** One monitor that verifies, over all its regions. */
export type MonitorVerdict = PartVerdict & { monitorId: string; name: string };

/** Instances (pods) that named themselves in answers, by what they answered last. */
export type InstanceCount = { expected: number; previous: number; total: number } | null;

/** The judgement over a rollout at one instant. */
export type RolloutVerdict = {
  state: DeployState;
  conditions: DeployState[];
  stuckKind: StuckKind | null;
  unverifiable: UnverifiableReason | null;
  /** Short, stable name of the rule that decided, such as `live.run_length` or `stuck.progress_deadline`. */
  rule: string;
  /** The numbers the rule used, to be stored and shown. */
  numbers: Record<string, number | string | null>;
  /** One or two sentences a human could say in the incident call: version, share, regions, who is served. */
  sentence: string;
  /** The impact on users alone, first words of every message: "Users are served (0 of 800 probes failed), still by 1.41.3". */
  impact: string;
  /** `null` when nobody needs to hear of it. */
  severity: Severity | null;
  share: ShareCounts;
  regions: RegionVerdict[];
  monitors: MonitorVerdict[];
  instances: InstanceCount;
  causes: Cause[];
  alreadyLive: boolean;
  firstSeenAt: Instant | null;
  liveAt: Instant | null;
  deadlineAt: Instant | null;
  endedAt: Instant | null;
  /** The version that most answers carry now, when it is not the expected one. */
  serving: string | null;
  /** After `live`: a version that nobody announced provably answers; the deploy's own state is then `rolling` again. */
  drift: { version: string | null; regions: string[] } | null;
  /** The earlier deploy whose version serves again, when the state is `rolled_back` and it is known. */
  rolledBackTo: { version: string | null; deployId: string | null } | null;
  plan: BurstPlan;
  /** Judge again at this instant even if no observation arrives; `null` once ended. */
  nextJudgeAt: Instant | null;
};
