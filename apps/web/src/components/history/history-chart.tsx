"use client";

import type { HistoryWire } from "@rollcall/domain/wire";
import { useState } from "react";
import { useIsBrowser } from "@/client/clock.tsx";
import { useWidth } from "@/client/use-width.ts";
import { countOf } from "@/format/count.ts";
import { formatMs } from "@/format/duration.ts";
import { shortVersion } from "@/format/version.ts";
import { type Moment, percentAt } from "../rollout/chart-geometry.ts";
import { MomentSlider } from "../rollout/moment-slider.tsx";
import { type HistoryColumn, latencyPath, latencyTopMs, uptimeParts } from "./history-geometry.ts";
import { historyTime } from "./history-time.ts";

const latencyPx = 112;
const gapPx = 6;
const uptimePx = 20;
const heightPx = latencyPx + gapPx + uptimePx;

/** The lines, told apart by their dashes too. */
const lines = [
  { name: "p99Ms", label: "p99", stroke: "var(--quiet)", dash: "1 3" },
  { name: "p95Ms", label: "p95", stroke: "var(--ink)", dash: "5 3" },
  { name: "p50Ms", label: "p50", stroke: "var(--expected)", dash: undefined },
] as const;

/** Latencies over time, below them how long it was up, and where deploys began. Keys and pointer tell the numbers. */
export function HistoryChart({ history }: { history: HistoryWire }) {
  const { ref, width } = useWidth<HTMLDivElement>(420);
  const [cursor, setCursor] = useState(-1);
  const isBrowser = useIsBrowser();
  const { columns, stepSeconds } = history;
  const topMs = latencyTopMs(columns);
  const span = {
    fromMs: Date.parse(history.from),
    toMs: Date.parse(history.from) + columns.length * stepSeconds * 1000,
  };
  const describe = (column: HistoryColumn) =>
    `${historyTime(column.at, history.window, isBrowser)}: ${describeColumn(column)}${deploysIn(history, column)}`;
  const current = columns[cursor];
  const spoken = current ?? columns.at(-1);
  return (
    <div>
      <p className="mb-2 min-h-9 text-quiet text-sm">
        {current === undefined ? <Legend /> : <span className="figures text-ink">{describe(current)}</span>}
      </p>
      <div className="grid grid-cols-[44px_1fr] gap-x-2">
        <YAxis topMs={topMs} />
        <div ref={ref} className="min-w-0">
          <MomentSlider
            label="Latencies and uptime over time"
            moments={toMoments(columns.length, span)}
            cursor={cursor}
            valueText={spoken === undefined ? "nothing yet" : describe(spoken)}
            heightPx={heightPx}
            onSelect={setCursor}
            onPick={setCursor}
          >
            <svg width="100%" height={heightPx} aria-hidden="true" className="block">
              <Patterns />
              <rect width="100%" height={latencyPx} fill="var(--sunken)" opacity="0.5" />
              <UptimeStrip columns={columns} stepSeconds={stepSeconds} />
              {lines.map(({ name, stroke, dash }) => (
                <path
                  key={name}
                  d={latencyPath(columns, name, { topMs, width, height: latencyPx })}
                  fill="none"
                  stroke={stroke}
                  strokeWidth="1.5"
                  strokeDasharray={dash}
                />
              ))}
              {history.deploys.map(({ id, startedAt }) => (
                <DeployLine key={id} x={percentAt(Date.parse(startedAt), span)} />
              ))}
              {current !== undefined && (
                <rect
                  x={`${(100 * cursor) / columns.length}%`}
                  width={`${100 / columns.length}%`}
                  height={heightPx}
                  fill="var(--ink)"
                  fillOpacity="0.16"
                />
              )}
            </svg>
          </MomentSlider>
          <p aria-hidden="true" className="figures flex justify-between pt-0.5 text-quiet text-xs">
            <span>{historyTime(history.from, history.window, isBrowser)}</span>
            <span>now</span>
          </p>
        </div>
      </div>
    </div>
  );
}

function toMoments(count: number, span: { fromMs: number; toMs: number }): Moment[] {
  const stepMs = (span.toMs - span.fromMs) / Math.max(1, count);
  return Array.from({ length: count }, (_, index) => ({
    fromMs: span.fromMs + index * stepMs,
    toMs: span.fromMs + (index + 1) * stepMs,
    x: (100 * index) / count,
    width: 100 / count,
    placed: null,
  }));
}

function describeColumn(column: HistoryColumn): string {
  const { probes, failed, p50Ms, p95Ms, p99Ms, downSeconds, maintenanceSeconds, upSeconds } = column;
  const states = [
    downSeconds > 0 ? "down" : upSeconds > 0 ? "up" : null,
    maintenanceSeconds > 0 ? "maintenance" : null,
  ].filter((state) => state !== null);
  const state = states.length === 0 ? "not known" : states.join(", ");
  if (probes === 0) return `${state}, no answers`;
  return `${state}, p50 ${formatMs(p50Ms)}, p95 ${formatMs(p95Ms)}, p99 ${formatMs(p99Ms)}, ${failed} of ${countOf(probes, "probe")} failed`;
}

function deploysIn(history: HistoryWire, column: HistoryColumn): string {
  const from = Date.parse(column.at);
  const within = history.deploys.filter(({ startedAt }) => {
    const at = Date.parse(startedAt);
    return at >= from && at < from + history.stepSeconds * 1000;
  });
  return within.map(({ version }) => `, deploy ${shortVersion(version)}`).join("");
}

function UptimeStrip({ columns, stepSeconds }: { columns: HistoryColumn[]; stepSeconds: number }) {
  const fills = {
    up: "var(--expected)",
    down: "url(#history-down)",
    maintenance: "url(#history-maintenance)",
  };
  return (
    <svg aria-hidden="true" y={latencyPx + gapPx} width="100%" height={uptimePx} shapeRendering="crispEdges">
      <rect width="100%" height={uptimePx} fill="var(--sunken)" />
      {columns.flatMap((column, index) =>
        uptimeParts(column, stepSeconds).map(({ part, y, height }) => (
          <rect
            key={`${column.at} ${part}`}
            x={`${(100 * index) / columns.length}%`}
            width={`${100 / columns.length}%`}
            y={uptimePx * (1 - y - height)}
            height={uptimePx * height}
            fill={fills[part]}
          />
        )),
      )}
    </svg>
  );
}

function Patterns() {
  return (
    <defs>
      <pattern id="history-down" width="4" height="4" patternUnits="userSpaceOnUse">
        <rect width="4" height="4" fill="var(--error)" fillOpacity="0.7" />
        <path d="M0 4l4-4" stroke="var(--surface)" strokeWidth="0.8" />
      </pattern>
      <pattern id="history-maintenance" width="5" height="5" patternUnits="userSpaceOnUse">
        <rect width="5" height="5" fill="var(--surface)" />
        <path d="M0 5l5-5" stroke="var(--unreadable)" strokeWidth="1.2" />
      </pattern>
    </defs>
  );
}

function DeployLine({ x }: { x: number }) {
  return (
    <svg aria-hidden="true" x={`${x}%`} overflow="visible">
      <line y2={heightPx} stroke="var(--ink)" strokeOpacity="0.55" />
      <path d="M-4 0h8l-4 6z" fill="var(--ink)" />
    </svg>
  );
}

function Legend() {
  return (
    <span className="flex flex-wrap gap-x-3 gap-y-0.5">
      {[...lines].reverse().map(({ name, label, stroke, dash }) => (
        <span key={name} className="inline-flex items-center gap-1.5">
          <svg width="18" height="8" aria-hidden="true">
            <path d="M0 4h18" stroke={stroke} strokeWidth="1.5" strokeDasharray={dash} />
          </svg>
          {label}
        </span>
      ))}
      <Key fill="var(--expected)" name="up" />
      <Key fill="url(#history-down)" name="down" />
      <Key fill="url(#history-maintenance)" name="maintenance" />
      <span className="inline-flex items-center gap-1.5">
        <svg width="8" height="8" aria-hidden="true">
          <path d="M0 1h8l-4 6z" fill="var(--ink)" />
        </svg>
        deploy
      </span>
    </span>
  );
}

function Key({ fill, name }: { fill: string; name: string }) {
  return (
    <span className="inline-flex items-center gap-1.5">
      <svg width="10" height="10" aria-hidden="true">
        <rect width="10" height="10" fill={fill} />
      </svg>
      {name}
    </span>
  );
}

function YAxis({ topMs }: { topMs: number }) {
  return (
    <div aria-hidden="true" className="figures relative text-right text-quiet text-xs">
      {[1, 0.5, 0].map((share) => (
        <span
          key={share}
          className="-translate-y-1/2 absolute right-0"
          style={{ top: latencyPx * (1 - share) }}
        >
          {formatMs(topMs * share)}
        </span>
      ))}
    </div>
  );
}
