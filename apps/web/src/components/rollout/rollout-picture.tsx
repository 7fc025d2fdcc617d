"use client";

import type { RolloutView } from "@rollcall/services/views";
import { useEffect, useMemo } from "react";
import { changeAddress, useAddressParams } from "@/client/use-address-params.ts";
import { Card } from "../ui/card.tsx";
import { Segmented } from "../ui/segmented.tsx";
import type { BucketNames } from "./buckets.ts";
import { evenColumns, joinThinColumns } from "./chart-columns.ts";
import { cutMoments, findHalf, type PictureMarker, placeSlices } from "./chart-geometry.ts";
import { ChartTable } from "./chart-table.tsx";
import { MomentPanel } from "./moment-panel.tsx";
import { chartSpan } from "./rollout-span.ts";
import { ShareChart } from "./share-chart.tsx";
import { ShareLegend } from "./share-legend.tsx";
import type { Verdicts } from "./use-verdicts.ts";

/** Who answered with what over time, as picture or table, and what was said at a picked time. */
export function RolloutPicture({
  view,
  verdicts,
  names,
  onAnswers,
}: {
  view: RolloutView;
  verdicts: Verdicts;
  names: BucketNames;
  onAnswers: (from: string, to: string) => void;
}) {
  const params = useAddressParams();
  const form = params.get("view") === "table" ? "table" : "chart";
  const picture = usePicture(view);
  const { moments, originMs } = picture;
  const atMs = Number.parseInt(params.get("at") ?? "", 10);
  const setAt = (ms: number | null) => changeAddress({ at: ms === null ? null : String(ms) });
  const pickedIndex = moments.findIndex(({ toMs }) => atMs < toMs);
  const picked = moments[pickedIndex] ?? null;
  const isComplete = !verdicts.hasOlder || Date.parse(verdicts.all.at(-1)?.at ?? "") <= atMs;
  const { isLoading, loadOlder } = verdicts;
  useEffect(() => {
    if (picked !== null && !isComplete && !isLoading) loadOlder();
  }, [picked, isComplete, isLoading, loadOlder]);
  const pick = (index: number) => {
    const moment = moments[index];
    if (moment !== undefined) setAt(moment.fromMs);
  };
  return (
    <Card
      title="Who answered"
      actions={
        <Segmented
          label="Show as"
          value={form}
          onValueChange={(value) => changeAddress({ view: value === "table" ? value : null })}
          options={[
            { value: "chart", name: "Chart" },
            { value: "table", name: "Table" },
          ]}
        />
      }
    >
      <div className="grid gap-x-6 gap-y-4 md:grid-cols-[1fr_14rem] *:min-w-0">
        <ShareLegend share={view.deploy.share} names={names} className="md:order-2 md:pt-7" />
        {form === "chart" ? (
          <ShareChart
            {...picture}
            picked={picked}
            verdicts={verdicts.all}
            names={names}
            onPick={(moment) => setAt(moment.fromMs)}
          />
        ) : (
          <ChartTable slices={picture.slices} markers={picture.markers} originMs={originMs} names={names} />
        )}
      </div>
      {picked !== null && (
        <div className="mt-4">
          <MomentPanel
            moment={picked}
            originMs={originMs}
            verdicts={verdicts.all}
            isComplete={isComplete}
            incidentId={view.incident?.id ?? null}
            names={names}
            onMove={(by) => pick(pickedIndex + by)}
            onAnswers={onAnswers}
            onClose={() => setAt(null)}
          />
        </div>
      )}
    </Card>
  );
}

/** A verdict that changes its words but not its state has its line already. */
function isFirstOfItsKind({ kind, label }: PictureMarker, index: number, all: PictureMarker[]): boolean {
  const before = all.slice(0, index).findLast((marker) => marker.kind === "bad");
  return kind !== "bad" || before?.label !== label;
}

/** Everything that is drawn, worked out again only when the view changes. */
function usePicture(view: RolloutView) {
  return useMemo(() => {
    const even = evenColumns(view.chart.slices, view.chart.sliceSeconds);
    const slices = joinThinColumns(even.slices, even.sliceSeconds);
    const span = chartSpan(view);
    const placed = placeSlices(slices, span);
    const originMs = Date.parse(view.deploy.startedAt ?? view.deploy.createdAt);
    const half = findHalf(slices.filter(({ at }) => Date.parse(at) >= originMs));
    const told = view.chart.markers.filter(isFirstOfItsKind);
    const markers: PictureMarker[] =
      half === null ? told : [...told, { at: half, label: "50\u00a0%", kind: "half" }];
    return {
      slices,
      placed,
      moments: cutMoments(placed, even.sliceSeconds, span),
      markers,
      span,
      originMs,
    };
  }, [view]);
}
