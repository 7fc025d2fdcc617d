import type { Instant } from "@rollcall/domain/glossary";
import type { StoredVerdict } from "../ingest/stored-verdict.ts";
import type { ChartMarker } from "../views.ts";
import type { StoredSlice } from "./rollout-chart.ts";

/**
 * What was worth a word and no alarm, at the instant it began: the rollout was much later than usual, a region fell
 * silent, old answers came after live. Pure.
 */
export function advisoryMarkers(
  { startedAt, endedAt }: { startedAt: Date | null; endedAt: Date | null },
  verdict: Pick<StoredVerdict, "numbers" | "firstSeenAt" | "liveAt" | "regions"> | null,
  slices: readonly StoredSlice[],
  now: Date,
): ChartMarker[] {
  if (startedAt === null || verdict === null) return [];
  const { numbers, firstSeenAt, liveAt } = verdict;
  const lateAt = (name: string, doneAt: Instant | null) => {
    const lateMs = numbers[name];
    const at = startedAt.getTime() + (typeof lateMs === "number" ? lateMs : Number.POSITIVE_INFINITY);
    return at < (doneAt ?? (endedAt ?? now).getTime()) ? at : Number.POSITIVE_INFINITY;
  };
  const late = Math.min(lateAt("lateFirstSeenMs", firstSeenAt), lateAt("lateLiveMs", liveAt));
  const straggler = slices.find(({ at, previous }) => previous > 0 && at.getTime() >= (liveAt ?? Infinity));
  const silent = endedAt === null ? verdict.regions.filter((region) => region.silent) : [];
  return [
    ...(Number.isFinite(late) ? [advisory(late, "later than usual")] : []),
    ...(straggler ? [advisory(straggler.at.getTime(), "stragglers")] : []),
    ...silent.flatMap(({ region, lastSampleAt }) =>
      lastSampleAt === null ? [] : [advisory(lastSampleAt, `${region} silent`)],
    ),
  ];
}

function advisory(at: Instant, label: string): ChartMarker {
  return { at: new Date(at).toISOString(), label, kind: "advisory" };
}
