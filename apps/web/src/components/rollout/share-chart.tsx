"use client";

import type { ChartMarker, ChartSlice } from "@rollcall/services/views";
import { useMemo, useState } from "react";
import { useClockTime } from "@/client/clock.tsx";
import { useWidth } from "@/client/use-width.ts";
import { countOf } from "@/format/count.ts";
import { formatDuration, formatOffset } from "@/format/duration.ts";
import { areaFill } from "./bucket-shape.tsx";
import { type BucketNames, describeShare } from "./buckets.ts";
import {
  findSilences,
  type PlacedSlice,
  placeSlices,
  placeTicks,
  type Span,
  stackSteps,
} from "./chart-geometry.ts";
import { ChartMarkers } from "./chart-markers.tsx";

const heightPx = 200;
/** Room a tick's label needs. */
const tickPx = 76;

/**
 * Who answered with what, as a share of all answers: steps, because between two slices nothing was measured.
 * Arrow keys or the pointer select a slice, whose numbers stand in the line above; Enter shows its answers.
 */
export function ShareChart({
  slices,
  sliceSeconds,
  markers,
  span,
  originMs,
  names,
  onPick,
}: {
  slices: ChartSlice[];
  sliceSeconds: number;
  markers: ChartMarker[];
  span: Span;
  originMs: number;
  names: BucketNames;
  onPick: (from: string, to: string) => void;
}) {
  const { ref, width } = useWidth<HTMLDivElement>(900);
  const [cursorAt, setCursorAt] = useState<string | null>(null);
  const placed = useMemo(() => placeSlices(slices, sliceSeconds, span), [slices, sliceSeconds, span]);
  const cursor = placed.findIndex(({ slice }) => slice.at === cursorAt);
  const pick = () => {
    const current = placed[cursor];
    const next = placed[cursor + 1];
    if (current !== undefined) onPick(current.slice.at, next?.slice.at ?? new Date(span.toMs).toISOString());
  };
  return (
    <div>
      <Readout placed={placed} cursor={cursor} originMs={originMs} names={names} />
      <div className="grid grid-cols-[36px_1fr] gap-x-2">
        <YAxis />
        <div ref={ref} className="relative min-w-0 overflow-x-clip">
          <SliceSlider
            placed={placed}
            cursor={cursor}
            valueText={describeSlice(placed[cursor] ?? placed[placed.length - 1], originMs, names)}
            onSelect={(index) => setCursorAt(placed[index]?.slice.at ?? null)}
            onPick={pick}
          >
            <Steps placed={placed} cursor={cursor} />
            <Silences placed={placed} width={width} />
          </SliceSlider>
          <XAxis span={span} originMs={originMs} width={width} />
          <ChartMarkers markers={markers} span={span} widthPx={width} heightPx={heightPx} />
        </div>
      </div>
    </div>
  );
}

/** Where a key moves the cursor; `null` for keys that do not move it. */
function moveCursor(key: string, cursor: number, last: number): number | null {
  const from = cursor === -1 ? last : cursor;
  const moves: Record<string, number> = {
    ArrowLeft: from - 1,
    ArrowRight: from + 1,
    PageDown: from - 10,
    PageUp: from + 10,
    Home: 0,
    End: last,
  };
  const to = moves[key];
  return to === undefined ? null : Math.max(0, Math.min(last, to));
}

/** The picture as a slider over its slices: keys and pointer move the cursor, Enter and a click pick a slice. */
function SliceSlider({
  placed,
  cursor,
  valueText,
  onSelect,
  onPick,
  children,
}: {
  placed: PlacedSlice[];
  cursor: number;
  valueText: string;
  onSelect: (index: number) => void;
  onPick: () => void;
  children: React.ReactNode;
}) {
  const last = placed.length - 1;
  return (
    <div
      role="slider"
      tabIndex={0}
      aria-label="Share of answers by version over time"
      aria-valuemin={0}
      aria-valuemax={Math.max(0, last)}
      aria-valuenow={Math.max(0, cursor)}
      aria-valuetext={valueText}
      className="focus-visible:-outline-offset-2 relative cursor-crosshair border-line border-b focus-visible:outline-ink"
      style={{ height: heightPx }}
      onKeyDown={(event) => {
        const to = moveCursor(event.key, cursor, last);
        if (to !== null) onSelect(to);
        else if (event.key === "Enter") onPick();
        else if (event.key === "Escape") onSelect(-1);
        else return;
        event.preventDefault();
      }}
      onPointerMove={(event) => {
        const box = event.currentTarget.getBoundingClientRect();
        const x = (100 * (event.clientX - box.left)) / box.width;
        onSelect(placed.findLastIndex((candidate) => candidate.x <= x));
      }}
      onPointerLeave={() => onSelect(-1)}
      onClick={onPick}
    >
      {children}
    </div>
  );
}

function Steps({ placed, cursor }: { placed: PlacedSlice[]; cursor: number }) {
  const rects = useMemo(() => stackSteps(placed), [placed]);
  const at = placed[cursor];
  return (
    <svg width="100%" height={heightPx} aria-hidden="true" className="block" shapeRendering="crispEdges">
      <rect width="100%" height={heightPx} fill="var(--sunken)" opacity="0.5" />
      {rects.map(({ bucket, x, width, y0, y1 }) => (
        <rect
          key={`${bucket} ${x}`}
          x={`${x}%`}
          width={`${width}%`}
          y={heightPx * (1 - y1)}
          height={heightPx * (y1 - y0)}
          fill={areaFill[bucket]}
        />
      ))}
      {[0.25, 0.5, 0.75].map((share) => (
        <line
          key={share}
          x1="0"
          x2="100%"
          y1={heightPx * share}
          y2={heightPx * share}
          stroke="var(--ink)"
          strokeOpacity="0.12"
        />
      ))}
      {at !== undefined && (
        <rect
          x={`${at.x}%`}
          width={`${Math.max(0.2, at.width)}%`}
          height={heightPx}
          fill="var(--ink)"
          fillOpacity="0.22"
        />
      )}
    </svg>
  );
}

function Silences({ placed, width }: { placed: PlacedSlice[]; width: number }) {
  const wide = findSilences(placed).filter((silence) => (silence.width / 100) * width > tickPx);
  return wide.map((silence) => (
    <span
      key={silence.x}
      className="-translate-x-1/2 pointer-events-none absolute top-1/2 text-quiet text-xs"
      style={{ left: `${silence.x + silence.width / 2}%` }}
    >
      no answers
    </span>
  ));
}

function describeSlice(placed: PlacedSlice | undefined, originMs: number, names: BucketNames): string {
  if (placed === undefined) return "no answers yet";
  const seconds = (Date.parse(placed.slice.at) - originMs) / 1000;
  const when = seconds < 0 ? `${formatDuration(-seconds)} before` : formatOffset(seconds);
  return `${when}: ${describeShare(placed.slice, names)}`;
}

function Readout({
  placed,
  cursor,
  originMs,
  names,
}: {
  placed: PlacedSlice[];
  cursor: number;
  originMs: number;
  names: BucketNames;
}) {
  const current = placed[cursor];
  const clock = useClockTime(current?.slice.at ?? null);
  const total = placed.reduce((sum, { samples }) => sum + samples, 0);
  return (
    <p className="mb-3 min-h-5 text-quiet text-sm">
      {current === undefined ? (
        `${countOf(total, "answer")} in this picture. Point at it, or use the arrow keys.`
      ) : (
        <span className="figures text-ink">
          {clock} {describeSlice(current, originMs, names)}
        </span>
      )}
    </p>
  );
}

function YAxis() {
  return (
    <div
      aria-hidden="true"
      className="figures relative text-right text-quiet text-xs"
      style={{ height: heightPx }}
    >
      {[100, 50, 0].map((percent) => (
        <span
          key={percent}
          className="-translate-y-1/2 absolute right-0"
          style={{ top: `${100 - percent}%` }}
        >
          {percent}&nbsp;%
        </span>
      ))}
    </div>
  );
}

function XAxis({ span, originMs, width }: { span: Span; originMs: number; width: number }) {
  const ticks = placeTicks(span, originMs, Math.max(2, Math.floor(width / 110)));
  return (
    <div aria-hidden="true" className="figures relative h-5 text-quiet text-xs">
      {ticks.map(({ seconds, x }) => (
        <span
          key={seconds}
          className="absolute top-0.5 z-10 border-line border-l bg-surface px-1"
          style={{ left: `${x}%`, display: (x / 100) * width > width - tickPx ? "none" : undefined }}
        >
          {seconds === 0 ? "0" : formatOffset(seconds)}
        </span>
      ))}
    </div>
  );
}
