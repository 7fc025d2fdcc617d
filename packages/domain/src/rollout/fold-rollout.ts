import { detectCache } from "../cache/index.ts";
import { buckets, type Instant } from "../glossary.ts";
import type { Observation } from "../observation.ts";
import { compareAnswer } from "./comparison.ts";
import { countHistory } from "./history.ts";
import { addAssetCheck } from "./missing-assets.ts";
import { createSampleReader, type ReadSample, type Sample } from "./sample.ts";
import { countPlain } from "./slices.ts";
import { emptyCell, instancesMax, type RolloutCell, type RolloutState, type SeenVersion } from "./state.ts";
import type { DeployFacts } from "./types.ts";

/** Marks are kept per region and shown together. */
const marksMax = 60;
const versionsMax = 12;
/** What the densest plan can have in flight with a timeout of a minute; beyond it the oldest are given up. */
const pendingMax = 1000;

/**
 * Takes observations in, in any order and any number of times: the result is the same. Sums are counted at once; what
 * needs an order waits in `pending` for `judgeRollout`. What comes after its tick was settled comes too late and is
 * left out, and so are observations of monitors and regions that the deploy does not have, and of an ended deploy.
 */
export function foldRollout(
  state: RolloutState,
  facts: DeployFacts,
  observations: readonly Observation[],
): RolloutState {
  if (state.endedAt !== null) return state;
  const read = createSampleReader(facts);
  return observations.reduce((folded, observation) => foldOne(folded, facts, observation, read), state);
}

function foldOne(
  state: RolloutState,
  facts: DeployFacts,
  observation: Observation,
  read: (observation: Observation) => ReadSample | null,
): RolloutState {
  const monitor = facts.monitors.find(({ id }) => id === observation.monitorId);
  if (monitor === undefined || !monitor.regions.includes(observation.region)) return state;
  const cell = findCell(state, observation) ?? emptyCell(observation.monitorId, observation.region);
  const answer = read(observation);
  if (answer === null) return state;
  const { sample, reported } = answer;
  if (observation.variant !== "plain")
    return withCell(state, keepBeside(cell, sample, reported, observation));
  if (isKnown(cell, observation)) return state;
  const counted = withCell(state, countArrival(cell, sample, reported, observation));
  return monitor.verifies ? remember(counted, observation, sample, reported) : counted;
}

/** What was not asked plainly is no part of a share, and waits for nothing. */
function keepBeside(
  cell: RolloutCell,
  sample: Sample,
  reported: string | null,
  observation: Observation,
): RolloutCell {
  if (observation.variant === "assets")
    return { ...cell, assetChecks: addAssetCheck(cell.assetChecks, sample, observation) };
  return { ...cell, comparison: compareAnswer(cell.comparison, sample, reported, observation) };
}

function isKnown(cell: RolloutCell, { scheduledAt, seq }: Observation): boolean {
  if (cell.settledAt !== null && scheduledAt <= cell.settledAt) return true;
  return cell.pending.some((sample) => sample.at === scheduledAt && sample.seq === seq);
}

function countArrival(
  cell: RolloutCell,
  sample: Sample,
  reported: string | null,
  observation: Observation,
): RolloutCell {
  const pending = insertInOrder(cell.pending, sample);
  const isExpected = sample.version === "expected";
  return {
    ...cell,
    pending,
    firstSeenAt: isExpected ? Math.min(cell.firstSeenAt ?? sample.at, sample.at) : cell.firstSeenAt,
    lastSampleAt: Math.max(cell.lastSampleAt ?? 0, sample.at),
    slices: countPlain(cell.slices, sample, reported, observation),
    history: countHistory(cell.history, sample),
    comparison: compareAnswer(cell.comparison, sample, reported, observation),
  };
}

function insertInOrder(pending: readonly Sample[], sample: Sample): Sample[] {
  const all = [...pending, sample];
  const before = pending.at(-1);
  if (before !== undefined && isLater(before, sample)) all.sort((a, b) => (isLater(a, b) ? 1 : -1));
  return all.slice(-pendingMax);
}

function isLater(a: Sample, b: Sample): boolean {
  return a.at === b.at ? a.seq > b.seq : a.at > b.at;
}

/** What is kept of the whole rollout to explain it. */
function remember(
  state: RolloutState,
  observation: Observation,
  sample: Sample,
  reported: string | null,
): RolloutState {
  return {
    ...state,
    marks: addMark(state.marks, observation, sample),
    versions: reported === null ? state.versions : addVersion(state.versions, reported, sample.at),
    instances: addInstance(state.instances, observation, sample),
    cdn: firstByName(state.cdn, detectCache(observation.cache)),
  };
}

function addMark(
  marks: RolloutState["marks"],
  { region }: Observation,
  { at, seq, mark, ms }: Sample,
): RolloutState["marks"] {
  const sorted = [...(marks[region] ?? []), { at, seq, bucket: mark, ms }].sort(
    (a, b) =>
      a.at - b.at || a.seq - b.seq || buckets.indexOf(a.bucket) - buckets.indexOf(b.bucket) || a.ms - b.ms,
  );
  return { ...marks, [region]: sorted.slice(-marksMax) };
}

function addVersion(versions: readonly SeenVersion[], value: string, at: Instant): SeenVersion[] {
  const known = versions.find((version) => version.value === value) ?? { value, firstAt: at, lastAt: at };
  const updated = { value, firstAt: Math.min(known.firstAt, at), lastAt: Math.max(known.lastAt, at) };
  const all = [...versions.filter((version) => version.value !== value), updated];
  return all.sort((a, b) => b.lastAt - a.lastAt || (a.value < b.value ? -1 : 1)).slice(0, versionsMax);
}

function addInstance(
  instances: RolloutState["instances"],
  { instance, region, monitorId }: Observation,
  { at, seq, mark }: Sample,
): RolloutState["instances"] {
  if (instance === null) return instances;
  const last = { at, probe: `${String(seq).padStart(3, "0")} ${region} ${monitorId}`, bucket: mark };
  const known = Object.hasOwn(instances, instance) ? instances[instance] : undefined;
  if (known !== undefined && isNewer(known, last)) return instances;
  const updated = { ...instances, [instance]: last };
  const all = Object.entries(updated);
  if (all.length <= instancesMax) return updated;
  return Object.fromEntries(all.sort(([, a], [, b]) => (isNewer(a, b) ? -1 : 1)).slice(0, instancesMax));
}

function isNewer(a: RolloutState["instances"][string], b: RolloutState["instances"][string]): boolean {
  return a.at === b.at ? a.probe >= b.probe : a.at > b.at;
}

/** Names come before "a cache" in this order. */
function firstByName(a: string | null, b: string | null): string | null {
  if (a === null || b === null) return a ?? b;
  return a < b ? a : b;
}

function findCell(state: RolloutState, { monitorId, region }: Observation): RolloutCell | undefined {
  return state.cells.find((cell) => cell.monitorId === monitorId && cell.region === region);
}

function withCell(state: RolloutState, cell: RolloutCell): RolloutState {
  const isIt = (other: RolloutCell) => other.monitorId === cell.monitorId && other.region === cell.region;
  if (state.cells.some(isIt))
    return { ...state, cells: state.cells.map((other) => (isIt(other) ? cell : other)) };
  const key = ({ monitorId, region }: RolloutCell) => `${monitorId} ${region}`;
  return { ...state, cells: [...state.cells, cell].sort((a, b) => (key(a) < key(b) ? -1 : 1)) };
}
