/** A rollout at one instant, as the rules look at it. */
import type { Instant } from "../glossary.ts";
import { type VersionBucket, versionBucket } from "../matching/index.ts";
import { historySliceMs } from "./history.ts";
import type { ProgressPart } from "./progress.ts";
import { isAnnouncedAgain, knownIdentities } from "./sample.ts";
import { countMarks, type Slice, sumSlices, sumWindows } from "./slices.ts";
import { emptyCell, type RolloutCell, type RolloutState } from "./state.ts";
import type { DeployFacts, RolloutMonitor } from "./types.ts";

/** One verifying monitor in one region. `window` sums what people are shown, `kept` everything that is remembered. */
export type PartView = {
  key: string;
  monitor: RolloutMonitor;
  region: string;
  cell: RolloutCell;
  window: Slice;
  kept: Slice;
  isSilent: boolean;
  isDone: boolean;
  /** It was done, and something else has provably come back. */
  isReturned: boolean;
};

/** Everything a rule may look at. Rules read it and nothing else, so that they agree. */
export type RolloutView = {
  state: RolloutState;
  facts: DeployFacts;
  now: Instant;
  parts: PartView[];
  /** The sum over all parts. */
  window: Slice;
  windowMs: number;
  isReannounced: boolean;
  firstSeenAt: Instant | null;
};

/** Looks at a rollout at `now`. Parts follow the monitors' and regions' order in the facts. */
export function viewRollout(state: RolloutState, facts: DeployFacts, now: Instant): RolloutView {
  const windowMs = shownWindowMs(state, facts);
  const parts = facts.monitors
    .filter((monitor) => monitor.verifies)
    .flatMap((monitor) =>
      monitor.regions.map((region) => viewPart(state, facts, monitor, region, { now, windowMs })),
    );
  const seenAt = parts.flatMap(({ cell }) => (cell.firstSeenAt === null ? [] : [cell.firstSeenAt]));
  return {
    state,
    facts,
    now,
    parts,
    window: sumWindows(parts.map(({ window }) => window)),
    windowMs,
    isReannounced: isAnnouncedAgain(facts),
    firstSeenAt: seenAt.length === 0 ? null : Math.min(...seenAt),
  };
}

/** At the monitors' own pace a minute holds one answer, so the window grows to five of them. */
function shownWindowMs(state: RolloutState, facts: DeployFacts): number {
  const { shareWindowMs } = facts.policy;
  if (state.plan.mode !== "interval") return Math.max(shareWindowMs, 5 * state.plan.everyMs);
  return Math.max(shareWindowMs, ...facts.monitors.map((monitor) => 5 * monitor.intervalMs));
}

function viewPart(
  state: RolloutState,
  facts: DeployFacts,
  monitor: RolloutMonitor,
  region: string,
  { now, windowMs }: { now: Instant; windowMs: number },
): PartView {
  const known = state.cells.find((cell) => cell.monitorId === monitor.id && cell.region === region);
  const cell = known ?? emptyCell(monitor.id, region);
  const { tally } = cell;
  return {
    key: `${monitor.id} ${region}`,
    monitor,
    region,
    cell,
    window: sumSlices(cell.slices, now - windowMs),
    kept: sumSlices(cell.slices, 0),
    isSilent: now > silentAt(cell, state, facts, monitor),
    isDone: tally.doneAt !== null,
    isReturned: tally.doneAt === null && tally.returned.risen !== null,
  };
}

/** Since when we look for this deploy: an announcement may come after the start. `null` while it is pending. */
export function watchedFrom({ startedAt, announcedAt }: DeployFacts): Instant | null {
  return startedAt === null ? null : Math.max(startedAt, announcedAt);
}

/** When a part counts as silent if nothing more is heard of it. */
export function silentAt(
  cell: RolloutCell,
  state: RolloutState,
  facts: DeployFacts,
  monitor: RolloutMonitor,
): Instant {
  const everyMs = state.plan.mode === "interval" ? monitor.intervalMs : state.plan.everyMs;
  const patienceMs = Math.max(facts.policy.silentAfterMs, 2 * everyMs + facts.policy.lateAfterMs);
  const { startedAt, judgingSince } = facts;
  return (
    Math.max(cell.lastSampleAt ?? 0, state.burstSince ?? 0, startedAt ?? 0, judgingSince ?? 0) + patienceMs
  );
}

/**
 * The parts as the progress rules see them, up to where every one of them has settled: what is still in flight would
 * make the last seconds look better than they are, because slow old answers come last.
 */
export function progressParts(view: RolloutView): ProgressPart[] {
  const heard = view.parts.filter((part) => !part.isSilent);
  const until = Math.min(...heard.map(({ cell }) => cell.settledAt ?? 0));
  return view.parts.map(({ key, cell, isDone }) => ({
    key,
    isSeen: cell.firstSeenAt !== null,
    isDone,
    history: cell.history.filter((slice) => slice.at + historySliceMs <= until),
  }));
}

/** Answers that told a version, good or failed. */
export function countVisible({ marks, failed }: Slice): number {
  return marks.expected + marks.previous + marks.other + failed.expected + failed.previous + failed.other;
}

/** All answers of a window. */
export function countAnswers(slice: Slice): number {
  return countMarks(slice.marks);
}

/** The readable versions of a window on the version axis, the most frequent first. */
export function versionsIn(
  slice: Slice,
  facts: DeployFacts,
): { value: string; count: number; bucket: VersionBucket }[] {
  const known = knownIdentities(facts);
  return Object.entries(slice.versions)
    .map(([value, count]) => ({ value, count, bucket: versionBucket(value, known).version }))
    .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
}

/** The version that most answers carry when it is not the expected one; `null` otherwise. */
export function servingInstead(view: RolloutView): string | null {
  const [most] = versionsIn(view.window, view.facts);
  return most === undefined || most.bucket === "expected" ? null : most.value;
}

/** What to call the version that served before: as announced, else as it answers. */
export function previousName(view: RolloutView): string | null {
  const { previousVersion } = view.facts;
  if (previousVersion !== null) return previousVersion;
  const answered = versionsIn(view.window, view.facts).find(({ bucket }) => bucket === "previous");
  return answered?.value ?? null;
}
