"use client";

import type { RolloutView } from "@rollcall/services/views";
import Link from "next/link";
import { parseAsStringLiteral, useQueryState } from "nuqs";
import { useMemo } from "react";
import { useLiveView } from "@/client/use-live-view.ts";
import { useTabShare } from "@/client/use-tab-share.ts";
import { isEnded } from "../state/state-words.ts";
import { Card } from "../ui/card.tsx";
import { PageHeader } from "../ui/page-header.tsx";
import { Segmented } from "../ui/segmented.tsx";
import { AnswersDrawer } from "./answers-drawer.tsx";
import { useAnswersFilter } from "./answers-filter.ts";
import { nameBuckets } from "./buckets.ts";
import { CauseList } from "./cause-list.tsx";
import { evenColumns } from "./chart-geometry.ts";
import { ChartTable } from "./chart-table.tsx";
import { RegionTable } from "./region-table.tsx";
import { RolloutActions } from "./rollout-actions.tsx";
import { RolloutDetails } from "./rollout-details.tsx";
import { chartSpan } from "./rollout-span.ts";
import { countingPercent, rolloutTitle } from "./rollout-title.ts";
import { ShareChart } from "./share-chart.tsx";
import { ShareLegend } from "./share-legend.tsx";
import { Freshness, VerdictHead } from "./verdict-head.tsx";
import { VerdictHistory } from "./verdict-history.tsx";

const isOver = (view: RolloutView) => isEnded(view.deploy.state);

/** The signature view: what a deploy really did, as it happens. */
export function RolloutScreen({ initial, canChange }: { initial: RolloutView; canChange: boolean }) {
  const { view, connection } = useLiveView(`/api/app/rollouts/${initial.deploy.id}/stream`, initial, isOver);
  const { deploy } = view;
  const names = useMemo(
    () => nameBuckets(deploy.version, deploy.previousVersion),
    [deploy.version, deploy.previousVersion],
  );
  const [, setFilter] = useAnswersFilter();
  useTabShare(rolloutTitle(deploy), countingPercent(deploy));
  return (
    <>
      <PageHeader
        crumbs={<Freshness connection={connection} view={view} />}
        title={
          <>
            <Link href={`/services/${encodeURIComponent(deploy.service)}`} className="hover:underline">
              {deploy.service}
            </Link>
            <span className="text-quiet"> › {deploy.environment}</span>{" "}
            <span className="figures font-normal">{deploy.version}</span>
          </>
        }
        actions={<RolloutActions deploy={deploy} canChange={canChange} />}
      />
      <div className="grid gap-4 *:min-w-0">
        <VerdictHead view={view} />
        {deploy.causes.length > 0 && (
          <Card title="Why" bodyClassName="p-0">
            <CauseList causes={deploy.causes} />
          </Card>
        )}
        <Picture
          view={view}
          names={names}
          onPick={(from, to) => void setFilter({ answers: true, from, to })}
        />
        <Card title="Regions" bodyClassName="p-0">
          <RegionTable
            regions={view.regions}
            names={names}
            onWhy={(region, bucket) => void setFilter({ answers: true, region, bucket })}
          />
        </Card>
        <Card title="What was said and who was told" bodyClassName="p-0">
          <VerdictHistory verdicts={view.verdicts} />
        </Card>
        <RolloutDetails view={view} onAnswers={() => void setFilter({ answers: true })} />
      </div>
      <AnswersDrawer deployId={deploy.id} regions={view.regions.map(({ region }) => region)} names={names} />
    </>
  );
}

function Picture({
  view,
  names,
  onPick,
}: {
  view: RolloutView;
  names: ReturnType<typeof nameBuckets>;
  onPick: (from: string, to: string) => void;
}) {
  const [form, setForm] = useQueryState(
    "view",
    parseAsStringLiteral(["chart", "table"]).withDefault("chart"),
  );
  const { markers } = view.chart;
  const { slices, sliceSeconds } = useMemo(
    () => evenColumns(view.chart.slices, view.chart.sliceSeconds),
    [view.chart],
  );
  const span = useMemo(() => chartSpan(view), [view]);
  const originMs = Date.parse(view.deploy.startedAt ?? view.deploy.createdAt);
  return (
    <Card
      title="Who answered"
      actions={
        <Segmented
          label="Show as"
          value={form}
          onValueChange={(value) => void setForm(value)}
          options={[
            { value: "chart", name: "Chart" },
            { value: "table", name: "Table" },
          ]}
        />
      }
    >
      <div className="grid gap-x-6 gap-y-4 md:grid-cols-[1fr_12rem] *:min-w-0">
        <ShareLegend share={view.deploy.share} names={names} className="md:order-2 md:pt-7" />
        {form === "chart" ? (
          <ShareChart
            slices={slices}
            sliceSeconds={sliceSeconds}
            markers={markers}
            span={span}
            originMs={originMs}
            names={names}
            onPick={onPick}
          />
        ) : (
          <ChartTable slices={slices} markers={markers} originMs={originMs} names={names} />
        )}
      </div>
    </Card>
  );
}
