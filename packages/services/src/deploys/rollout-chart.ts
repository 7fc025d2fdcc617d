/** The picture of a rollout: stacked steps over time with markers. Pure. */
import { buckets, type DeployState, type Instant } from "@rollcall/domain/glossary";
import { isBadState } from "../ingest/collect-troubles.ts";
import { emptyCounts } from "../ingest/rollout-slices.ts";
import type { StoredVerdict } from "../ingest/stored-verdict.ts";
import type { ChartMarker, ChartSlice, RolloutView } from "../views.ts";

/** Widths a column may have, in seconds; each is a multiple of a stored slice's width at that age. */
const columnSeconds = [5, 10, 15, 30, 60, 120, 300, 900, 1800, 3600, 7200, 14_400, 28_800, 86_400];
const columnsMax = 180;

/** A stored slice of any monitor and region. */
export type StoredSlice = { at: Date } & Record<(typeof buckets)[number], number>;

/** The narrowest columns with which the span fits into the picture. */
export function chartColumnSeconds(spanMs: number): number {
  return columnSeconds.find((seconds) => spanMs / (seconds * 1000) <= columnsMax) ?? 86_400;
}

/** Adds slices up into columns; a time without answers has none. */
export function chartColumns(slices: StoredSlice[], sliceSeconds: number): ChartSlice[] {
  const columns = new Map<Instant, ChartSlice>();
  for (const slice of slices) {
    const at = Math.floor(slice.at.getTime() / (sliceSeconds * 1000)) * sliceSeconds * 1000;
    const column = columns.get(at) ?? { at: new Date(at).toISOString(), ...emptyCounts() };
    for (const bucket of buckets) column[bucket] += slice[bucket];
    columns.set(at, column);
  }
  return [...columns.entries()].sort(([a], [b]) => a - b).map(([, column]) => column);
}

/** What happened when, in words for the axis. */
export function chartMarkers(
  deploy: { createdAt: Date; startedAt: Date | null; endedAt: Date | null; state: string },
  verdict: StoredVerdict | null,
  changes: { at: string; state: DeployState }[],
): ChartMarker[] {
  const at = (time: Instant) => new Date(time).toISOString();
  const markers: ChartMarker[] = [
    { at: (deploy.startedAt ?? deploy.createdAt).toISOString(), label: "deploy", kind: "announced" },
  ];
  if (verdict?.firstSeenAt)
    markers.push({ at: at(verdict.firstSeenAt), label: "first seen", kind: "first_seen" });
  for (const { region, doneAt } of verdict?.regions ?? [])
    if (doneAt !== null) markers.push({ at: at(doneAt), label: `${region} done`, kind: "done" });
  if (verdict?.liveAt) markers.push({ at: at(verdict.liveAt), label: "live", kind: "live" });
  for (const { at, state } of changes)
    if (isBadState(state)) markers.push({ at, label: state.replaceAll("_", " "), kind: "bad" });
  if (deploy.endedAt) markers.push({ at: deploy.endedAt.toISOString(), label: deploy.state, kind: "ended" });
  return markers.sort((a, b) => a.at.localeCompare(b.at));
}

/** The whole picture, from the stored slices. */
export function rolloutChart(
  slices: StoredSlice[],
  markers: ChartMarker[],
  spanMs: number,
): RolloutView["chart"] {
  const sliceSeconds = chartColumnSeconds(spanMs);
  return { sliceSeconds, slices: chartColumns(slices, sliceSeconds), markers };
}
