"use client";

import type { VerdictWire } from "@rollcall/domain/wire";
import { useMemo, useState } from "react";
import { useClockTime } from "@/client/clock.tsx";
import { useWidth } from "@/client/use-width.ts";
import { countOf } from "@/format/count.ts";
import { formatDuration, formatOffset } from "@/format/duration.ts";
import { deployStateWords } from "../state/state-words.ts";
import { areaFill } from "./bucket-shape.tsx";
import { type BucketNames, describeShare } from "./buckets.ts";
import {
  findSilences,
  type Moment,
  type PictureMarker,
  type PlacedSlice,
  placeTicks,
  type Span,
  stackSteps,
} from "./chart-geometry.ts";
import { ChartMarkers } from "./chart-markers.tsx";
import { MomentSlider } from "./moment-slider.tsx";
import { verdictsDuring } from "./moments.ts";

const heightPx = 200;
/** Room a tick's label needs. */
const tickPx = 76;

/**
 * Who answered with what, as a share of all answers: steps, because between two columns nothing was measured.
 * Arrow keys or the pointer move over time, silences too; the line above tells the numbers and the verdict there.
 * Enter or a click picks a time.
 */
export function ShareChart({
  placed,
  moments,
  picked,
  markers,
  verdicts,
  span,
  originMs,
  names,
  onPick,
}: {
  placed: PlacedSlice[];
  moments: Moment[];
  picked: Moment | null;
  markers: PictureMarker[];
  verdicts: VerdictWire[];
  span: Span;
  originMs: number;
  names: BucketNames;
  onPick: (moment: Moment) => void;
}) {
  const { ref, width } = useWidth<HTMLDivElement>(900);
  const [cursorMs, setCursorMs] = useState<number | null>(null);
  const cursor = moments.findIndex(({ fromMs }) => fromMs === cursorMs);
  const pick = (index: number) => {
    const moment = moments[index];
    if (moment !== undefined) onPick(moment);
  };
  const describe = (moment: Moment) => describeMoment(moment, { verdicts, originMs, names });
  const current = moments[cursor];
  const spoken = current ?? picked ?? moments.at(-1);
  return (
    <div>
      <Readout
        at={current?.fromMs ?? null}
        text={current === undefined ? null : describe(current)}
        answers={placed.reduce((sum, { samples }) => sum + samples, 0)}
      />
      <div className="grid grid-cols-[36px_1fr] gap-x-2">
        <YAxis />
        <div ref={ref} className="relative min-w-0 overflow-x-clip">
          <MomentSlider
            moments={moments}
            cursor={cursor === -1 && picked !== null ? moments.indexOf(picked) : cursor}
            valueText={spoken === undefined ? "no answers yet" : describe(spoken)}
            heightPx={heightPx}
            onSelect={(index) => setCursorMs(moments[index]?.fromMs ?? null)}
            onPick={pick}
          >
            <Steps placed={placed} cursor={current ?? null} picked={picked} />
            <Silences placed={placed} span={span} width={width} />
          </MomentSlider>
          <XAxis span={span} originMs={originMs} width={width} />
          <ChartMarkers markers={markers} span={span} widthPx={width} heightPx={heightPx} />
        </div>
      </div>
    </div>
  );
}

function Steps({
  placed,
  cursor,
  picked,
}: {
  placed: PlacedSlice[];
  cursor: Moment | null;
  picked: Moment | null;
}) {
  const rects = useMemo(() => stackSteps(placed), [placed]);
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
      {cursor !== null && (
        <rect
          x={`${cursor.x}%`}
          width={`${Math.max(0.2, cursor.width)}%`}
          height={heightPx}
          fill="var(--ink)"
          fillOpacity="0.22"
        />
      )}
      {picked !== null && (
        <rect
          x={`${picked.x}%`}
          width={`${Math.max(0.4, picked.width)}%`}
          y="1"
          height={heightPx - 2}
          fill="none"
          stroke="var(--ink)"
          strokeWidth="2"
        />
      )}
    </svg>
  );
}

function Silences({ placed, span, width }: { placed: PlacedSlice[]; span: Span; width: number }) {
  const wide = findSilences(placed, span).filter((silence) => (silence.width / 100) * width > tickPx);
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

/** "+2 min 10 s: Stuck, 51 % 1.42.0 (87), 49 % 1.41.3 (83)": when, what was said, what was answered. */
function describeMoment(
  moment: Moment,
  { verdicts, originMs, names }: { verdicts: VerdictWire[]; originMs: number; names: BucketNames },
): string {
  const seconds = Math.round((moment.fromMs - originMs) / 1000);
  const when = seconds < 0 ? `${formatDuration(-seconds)} before` : formatOffset(seconds);
  const verdict = verdictsDuring(verdicts, moment.fromMs, moment.toMs).at(-1);
  const state = verdict === undefined ? "" : `${deployStateWords[verdict.state].word}, `;
  const answers = moment.placed === null ? "no answers" : describeShare(moment.placed.slice, names);
  return `${when}: ${state}${answers}`;
}

function Readout({ at, text, answers }: { at: number | null; text: string | null; answers: number }) {
  const clock = useClockTime(at === null ? null : new Date(at).toISOString());
  return (
    <p className="mb-3 min-h-5 text-quiet text-sm">
      {text === null ? (
        `${countOf(answers, "answer")} in this picture. Point at it or use the arrow keys; click or press Enter to see why.`
      ) : (
        <span className="figures text-ink">
          {clock} {text}
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
