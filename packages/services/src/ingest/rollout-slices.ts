/** The data of the rollout chart: counts of the five buckets per time slice, monitor and region. */
import type { Tx } from "@rollcall/db";
import { type Bucket, buckets, type Instant } from "@rollcall/domain/glossary";
import { classifyAnswer, type KnownIdentities } from "@rollcall/domain/matching";
import type { Observation } from "@rollcall/domain/observation";

/** One slice to add to. */
export type Slice = { monitorId: string; region: string; at: Instant } & Record<Bucket, number>;

/** A slice with the deploy that it belongs to. */
export type DeploySlice = Slice & { deployId: string; workspaceId: string };

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/**
 * The width of a slice, by the age of the deploy at its time: fine while people watch, coarse for a deploy that
 * has served for days, so that a chart reads little more of one that has served for a year. Every width divides the next,
 * and from 90 minutes on the columns of the chart as well, so that slices add up to them.
 */
export function sliceWidthMs(ageMs: number): number {
  if (ageMs < 15 * minute) return 5_000;
  if (ageMs < 6 * hour) return minute;
  if (ageMs < 15 * hour) return 5 * minute;
  if (ageMs < 90 * hour) return 15 * minute;
  if (ageMs < 180 * hour) return hour;
  if (ageMs < 15 * day) return 2 * hour;
  if (ageMs < 30 * day) return 4 * hour;
  return ageMs < 60 * day ? 8 * hour : day;
}

/** Counts the plain answers of monitors that verify, slice by slice. */
export function countSlices(
  observations: Observation[],
  known: KnownIdentities,
  startedAt: Instant,
): Slice[] {
  const slices = new Map<string, Slice>();
  for (const observation of observations) {
    const { monitorId, region, scheduledAt } = observation;
    if (observation.variant !== "plain" || observation.outcome.kind === "observer_offline") continue;
    const widthMs = sliceWidthMs(scheduledAt - startedAt);
    const at = scheduledAt - (scheduledAt % widthMs);
    const key = `${monitorId} ${region} ${at}`;
    const slice = slices.get(key) ?? { ...emptyCounts(), monitorId, region, at };
    slice[classifyAnswer(observation, known).bucket] += 1;
    slices.set(key, slice);
  }
  return [...slices.values()];
}

/** Counts of nothing. */
export function emptyCounts(): Record<Bucket, number> {
  return { expected: 0, previous: 0, other: 0, unreadable: 0, error: 0 };
}

/** Adds counts to the stored slices of deploys, in one statement. Not idempotent: each observation comes once. */
export async function addSlices(tx: Tx, slices: readonly DeploySlice[]): Promise<void> {
  if (slices.length === 0) return;
  const [expected, previous, other, unreadable, error] = buckets.map((bucket) =>
    slices.map((slice) => slice[bucket]),
  );
  await tx.$executeRaw`
    INSERT INTO rollout_slice AS s
      (deploy_id, workspace_id, monitor_id, region, at, expected, previous, other, unreadable, error)
    SELECT n.*
    FROM unnest(
      ${slices.map((slice) => slice.deployId)}::text[], ${slices.map((slice) => slice.workspaceId)}::text[],
      ${slices.map((slice) => slice.monitorId)}::text[], ${slices.map((slice) => slice.region)}::text[],
      ${slices.map((slice) => new Date(slice.at).toISOString())}::timestamptz[],
      ${expected}::int[], ${previous}::int[], ${other}::int[], ${unreadable}::int[], ${error}::int[]) AS n
    ON CONFLICT (deploy_id, monitor_id, region, at) DO UPDATE SET
      expected = s.expected + excluded.expected, previous = s.previous + excluded.previous,
      other = s.other + excluded.other, unreadable = s.unreadable + excluded.unreadable,
      error = s.error + excluded.error`;
}
