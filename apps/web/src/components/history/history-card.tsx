"use client";

import { type HistoryWindow, historyWindows } from "@rollcall/domain/history";
import type { HistoryWire } from "@rollcall/domain/wire";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { refusalOf, requestApi } from "@/client/request.ts";
import { countOf } from "@/format/count.ts";
import { formatDuration, formatMs } from "@/format/duration.ts";
import { formatUptime } from "@/format/uptime.ts";
import { Card } from "../ui/card.tsx";
import { Disclosure } from "../ui/disclosure.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { ErrorState } from "../ui/error-state.tsx";
import { Segmented } from "../ui/segmented.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { Time } from "../ui/time.tsx";
import { HistoryChart } from "./history-chart.tsx";
import { HistoryTables } from "./history-tables.tsx";
import { isCovered } from "./is-covered.ts";

const refreshMs = 60_000;
const options = historyWindows.map((value) => ({ value, name: windowName(value) }));

/** What was observed over a day to a quarter. `path` is where the API tells the history, without its window. */
export function HistoryCard({ path }: { path: string }) {
  const [window, setWindow] = useState<HistoryWindow>("24h");
  const { data, error } = useQuery({
    queryKey: ["history", path, window],
    queryFn: ({ signal }) =>
      requestApi<HistoryWire>(`${path}${path.includes("?") ? "&" : "?"}window=${window}`, { signal }),
    placeholderData: keepPreviousData,
    refetchInterval: refreshMs,
  });
  return (
    <Card
      title="History"
      actions={<Segmented label="How far back" value={window} onValueChange={setWindow} options={options} />}
    >
      {data !== undefined ? (
        <History history={data} />
      ) : error === null ? (
        <Skeleton className="h-56" />
      ) : (
        <ErrorState title="The history cannot be shown">{refusalOf(error)?.detail}</ErrorState>
      )}
    </Card>
  );
}

function windowName(window: HistoryWindow): string {
  return window.replace(/(\d+)(\w)/, "$1\u00a0$2");
}

function History({ history }: { history: HistoryWire }) {
  const isUnknown = Object.values(history.uptime).every((share) => share === null);
  if (isUnknown && history.total.probes === 0)
    return (
      <EmptyState title="No history yet" className="px-0 py-2">
        The first figures appear about two minutes after the first probe.
      </EmptyState>
    );
  return (
    <div className="grid gap-3 *:min-w-0">
      <Figures history={history} />
      <HistoryChart history={history} />
      <Disclosure summary={<span className="text-quiet text-sm">Regions and numbers</span>}>
        <HistoryTables history={history} />
      </Disclosure>
    </div>
  );
}

function Figures({ history }: { history: HistoryWire }) {
  const { total, uptime, window, judgedSince } = history;
  return (
    <div className="grid gap-1">
      <dl className="grid grid-cols-2 gap-x-4 gap-y-2 sm:grid-cols-4">
        <Figure name="Uptime" value={formatUptime(uptime[window])} />
        <Figure
          name="Failed probes"
          value={formatUptime(total.probes === 0 ? null : total.failed / total.probes)}
        />
        <Figure name="p50" value={formatMs(total.p50Ms)} />
        <Figure name="p95" value={formatMs(total.p95Ms)} />
      </dl>
      <p className="text-quiet text-sm">
        {sentences(history).join(" ")}
        {judgedSince !== null && !isCovered(history, "90d") && (
          <>
            {" "}
            Judged since <Time at={judgedSince} show="full" />.
          </>
        )}
      </p>
    </div>
  );
}

function sentences(history: HistoryWire): string[] {
  const { total, uptime, window } = history;
  const others = historyWindows
    .filter((other) => other !== window && isCovered(history, other))
    .map((other) => `${windowName(other)}: ${formatUptime(uptime[other])}`);
  return [
    total.probes > 0
      ? `${total.failed} of ${countOf(total.probes, "probe")} failed.`
      : "Probes are added up two minutes after they were made.",
    ...(total.downSeconds > 0 ? [`Down for ${formatDuration(total.downSeconds)}.`] : []),
    ...(total.maintenanceSeconds > 0
      ? [`${formatDuration(total.maintenanceSeconds)} of maintenance left out.`]
      : []),
    ...(others.length > 0 ? [`${others.join(" · ")}.`] : []),
  ];
}

function Figure({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt className="text-quiet text-sm">{name}</dt>
      <dd className="figures text-xl">{value}</dd>
    </div>
  );
}
