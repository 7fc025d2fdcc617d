/**
 * Read models of the dashboard: what each page needs, in one call, from summaries and roll-ups only.
 * Times are RFC 3339 strings, so that a view passes unchanged from server to browser.
 */
import type { CacheVerdict } from "@rollcall/domain/cache";
import type { Bucket, DeployState, HealthState, Severity } from "@rollcall/domain/glossary";
import type { VersionBucket } from "@rollcall/domain/matching";
import type { ProbeVariant } from "@rollcall/domain/monitor-spec";
import type { RegionPresence } from "@rollcall/domain/regions";
import type {
  ChannelWire,
  DeployWire,
  IncidentWire,
  MonitorWire,
  PolicyWire,
  ServiceWire,
  Share,
  VerdictWire,
} from "@rollcall/domain/wire";

/** One row of the overview: a service in an environment. */
export type EnvironmentRow = {
  environmentId: string;
  service: string;
  environment: string;
  health: HealthState;
  healthSince: string | null;
  expectedVersion: string | null;
  servedVersion: string | null;
  share: Share | null;
  regions: { region: string; state: string }[];
  monitors: number;
  p95Ms: number | null;
  lastDeploy: { id: string; version: string; state: DeployState; at: string; actor: string | null } | null;
  openIncident: { id: string; severity: Severity; title: string; openedAt: string } | null;
  /** The maintenance that is on here now. */
  maintenance: { id: string; until: string; reason: string } | null;
};

export type AttentionItem = {
  kind: "incident" | "advisory" | "unverifiable" | "region";
  severity: Severity | null;
  title: string;
  detail: string;
  since: string;
  href: string;
};

export type OverviewView = {
  generatedAt: string;
  attention: AttentionItem[];
  running: DeployWire[];
  rows: EnvironmentRow[];
  /** What a new workspace has not done yet. */
  firstSteps: { monitor: boolean; deploy: boolean; channel: boolean; token: boolean };
};

export type DeployListItem = {
  id: string;
  service: string;
  environment: string;
  version: string;
  previousVersion: string | null;
  state: DeployState;
  sentence: string;
  share: Share;
  actor: string | null;
  ref: string | null;
  url: string | null;
  createdAt: string;
  startedAt: string | null;
  firstSeenSeconds: number | null;
  liveSeconds: number | null;
};
export type DeployListView = { items: DeployListItem[]; nextCursor: string | null };

/** One column of the stacked step chart: counts per bucket from `at` until the next. */
export type ChartSlice = { at: string } & Record<Bucket, number>;
export type ChartMarker = {
  at: string;
  label: string;
  kind: "announced" | "first_seen" | "done" | "live" | "bad" | "advisory" | "ended";
};

export type RolloutRegionRow = {
  region: string;
  state: DeployState;
  silent: boolean;
  marks: { at: string; bucket: Bucket }[];
  share: Share;
  firstSeenSeconds: number | null;
  doneSeconds: number | null;
  expectedP95Ms: number | null;
  previousP95Ms: number | null;
  lastSampleAt: string | null;
  cleanRun: { have: number; need: number };
  caveats: string[];
  /** The last answer of each way to ask; `null` while nothing is compared. */
  comparison: Record<"plain" | "busted" | "origin", ComparedAnswerView | null> | null;
};

/** The last answer of one way to ask, and what the cache that gave it said. */
export type ComparedAnswerView = {
  at: string;
  bucket: VersionBucket;
  value: string;
  edge: string | null;
  pop: string | null;
  cache: CacheVerdict;
  ageSeconds: number | null;
};

/** Everything the rollout view shows; the live stream sends it again, at most once a second. */
export type RolloutView = {
  generatedAt: string;
  seq: number;
  deploy: DeployWire;
  impact: string;
  regions: RolloutRegionRow[];
  chart: { sliceSeconds: number; slices: ChartSlice[]; markers: ChartMarker[] };
  verdicts: VerdictWire[];
  probing: string;
  instances: { expected: number; previous: number; total: number } | null;
  incident: { id: string; state: string; severity: Severity; title: string } | null;
  /** A command that asks one monitor the way a probe does. */
  curl: string | null;
};

/** One raw answer behind a verdict. */
export type AnswerRow = {
  at: string;
  region: string;
  monitorId: string;
  monitorName: string;
  variant: ProbeVariant;
  bucket: Bucket;
  ok: boolean;
  outcome: string;
  status: number | null;
  version: string | null;
  remoteAddress: string | null;
  totalMs: number;
  timings: {
    dnsMs: number | null;
    connectMs: number | null;
    tlsMs: number | null;
    firstByteMs: number | null;
    transferMs: number | null;
  };
  cache: Record<string, string>;
  failedAssertions: string[];
  /** A command that asks the same of the same address; the monitor may have been changed since. */
  curl: string | null;
};
export type AnswersView = { items: AnswerRow[]; nextCursor: string | null };

export type ServiceView = {
  service: Pick<ServiceWire, "id" | "name" | "createdAt" | "mutedUntil" | "mutedBy">;
  environments: (EnvironmentRow & {
    monitorList: MonitorView[];
    deploys: DeployListItem[];
    incidents: IncidentListItem[];
    /** Who served when, newest last: from verdict history. */
    history: { version: string; from: string; to: string | null; state: DeployState }[];
    usuallyLiveSeconds: { median: number; p95: number; samples: number } | null;
    /** By what deploys here are judged that say nothing themselves. */
    policy: PolicyWire;
  })[];
};

export type IncidentListItem = Omit<IncidentWire, "timeline" | "deliveries">;
export type IncidentListView = { items: IncidentListItem[]; nextCursor: string | null };
export type IncidentView = IncidentWire & { deploy: DeployListItem | null; monitorName: string | null };

export type MonitorView = MonitorWire & {
  sentence: string;
  healthRegions: {
    region: string;
    state: "up" | "failing" | "no_data";
    since: string | null;
    lastAt: string | null;
    lastFailure: string | null;
  }[];
  /** Answers of the last hour at most, oldest first, for the strip. */
  recent: {
    at: string;
    region: string;
    ok: boolean;
    /** Compared with what should be served now; `null` where no version is read or nothing was announced. */
    bucket: Bucket | null;
    totalMs: number;
    version: string | null;
    status: number | null;
  }[];
};

export type RegionRow = {
  region: string;
  workers: {
    workerId: string;
    version: string;
    seenAt: string;
    startedAt: string;
    clockSkewMs: number;
    /** Where its connections come from, as its operator tells. */
    egressAddresses: string[];
    alive: boolean;
  }[];
  alive: boolean;
  /** `fading` and `returning` have not lasted long enough to be told. */
  state: RegionPresence["state"];
  /** Since when it is in its state. */
  since: string;
  lastSeenAt: string | null;
  monitors: number;
};

export type ChannelView = ChannelWire;
