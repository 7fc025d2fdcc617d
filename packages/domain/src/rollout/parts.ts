/** What is said of each region and each monitor. */
import type { DeployState, Instant } from "../glossary.ts";
import { caveatsOf } from "./caveats.ts";
import { cleanRunNeeded } from "./clean-run.ts";
import { lastCompared } from "./comparison.ts";
import type { Findings } from "./findings.ts";
import { countMarks, type Slice, sumWindows } from "./slices.ts";
import type { StoredMark } from "./state.ts";
import type { MonitorVerdict, PartVerdict, RegionVerdict, ShareCounts } from "./types.ts";
import type { PartView, RolloutView } from "./view.ts";

/** The verdicts of all regions, in alphabetical order. */
export function regionVerdicts(view: RolloutView, found: Findings): RegionVerdict[] {
  const regions = [...new Set(view.parts.map((part) => part.region))].sort();
  return regions.map((region) => {
    const parts = view.parts.filter((part) => part.region === region);
    const marks = view.state.marks[region] ?? [];
    const comparison = lastCompared(parts);
    return {
      region,
      ...partVerdict(parts, view, found),
      marks: marks.map(({ at, bucket }) => ({ at, bucket })),
      latency: {
        expectedP95Ms: p95Of(marks, "expected"),
        previousP95Ms: p95Of(marks, "previous") ?? baselineP95(parts),
      },
      cleanRun: cleanRunOf(parts, view),
      silent: parts.every((part) => part.isSilent),
      ...(comparison !== null && { comparison }),
    };
  });
}

/** The verdicts of all monitors that verify, in the order of the facts. */
export function monitorVerdicts(view: RolloutView, found: Findings): MonitorVerdict[] {
  return view.facts.monitors
    .filter((monitor) => monitor.verifies)
    .map(({ id, name }) => ({
      monitorId: id,
      name,
      ...partVerdict(
        view.parts.filter((part) => part.monitor.id === id),
        view,
        found,
      ),
    }));
}

/** Counts of the five marks over the shown window. */
export function shareOf(slice: Slice, windowMs: number): ShareCounts {
  return { ...slice.marks, samples: countMarks(slice.marks), windowSeconds: Math.round(windowMs / 1000) };
}

function partVerdict(parts: readonly PartView[], view: RolloutView, found: Findings): PartVerdict {
  const times = (of: (part: PartView) => Instant | null) =>
    parts.flatMap((part) => {
      const at = of(part);
      return at === null ? [] : [at];
    });
  const firstSeen = times((part) => part.cell.firstSeenAt);
  const done = times((part) => part.cell.tally.doneAt);
  const last = times((part) => part.cell.lastSampleAt);
  return {
    state: partState(parts, view, found),
    share: shareOf(sumWindows(parts.map((part) => part.window)), view.windowMs),
    firstSeenAt: firstSeen.length === 0 ? null : Math.min(...firstSeen),
    doneAt: parts.length > 0 && done.length === parts.length ? Math.max(...done) : null,
    lastSampleAt: last.length === 0 ? null : Math.max(...last),
    caveats: caveatsOf(parts, view),
  };
}

function partState(parts: readonly PartView[], view: RolloutView, found: Findings): DeployState {
  if (found.ended !== null) return found.ended;
  if (view.facts.startedAt === null) return "pending";
  const isAmong = (others: readonly PartView[] | undefined) =>
    others?.some((part) => parts.includes(part)) ?? false;
  if (isAmong(found.unverifiable?.parts)) return "unverifiable";
  if (found.rollback !== null) return "rolled_back";
  if (found.comeback?.kind === "old" && isAmong(found.comeback.parts)) return "old_returned";
  const worse = [...(found.degradation?.cells ?? []), ...(found.missingAssets?.cells ?? [])];
  const isDegraded = worse.some((cell) => parts.some((part) => part.cell === cell));
  if (isDegraded) return "degraded";
  if (parts.length > 0 && parts.every((part) => part.isDone)) return "live";
  if (found.stuck !== null) return "stuck";
  return parts.some((part) => part.cell.firstSeenAt !== null) ? "rolling" : "waiting";
}

/** The part that is furthest from being proven speaks for its region. */
function cleanRunOf(parts: readonly PartView[], view: RolloutView): { have: number; need: number } {
  const runs = parts.map(({ cell, isDone }) => {
    const { run } = cell.tally;
    const need = cleanRunNeeded(run, view.facts.policy);
    return { have: isDone ? need : Math.min(run.clean, need), need };
  });
  const missing = (run: { have: number; need: number }) => run.need - run.have;
  const [furthest] = runs.sort((a, b) => missing(b) - missing(a));
  return furthest ?? { have: 0, need: 0 };
}

function p95Of(marks: readonly StoredMark[], bucket: StoredMark["bucket"]): number | null {
  return p95(marks.filter((mark) => mark.bucket === bucket).map((mark) => mark.ms));
}

function baselineP95(parts: readonly PartView[]): number | null {
  return p95(parts.flatMap(({ cell }) => cell.tally.quality.oldLatenciesMs));
}

function p95(values: readonly number[]): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(0.95 * sorted.length))] ?? null;
}
