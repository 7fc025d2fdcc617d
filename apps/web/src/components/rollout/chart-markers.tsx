import { cn } from "../ui/cn.ts";
import {
  labelStartPx,
  markerLabelPx,
  type PictureMarker,
  placeMarkers,
  type Span,
} from "./chart-geometry.ts";

const lanes = 3;
const lanePx = 18;

const looks: Record<PictureMarker["kind"], { shape: string; color: string }> = {
  announced: { shape: "▷", color: "text-quiet" },
  first_seen: { shape: "◦", color: "text-expected" },
  half: { shape: "◐", color: "text-expected" },
  done: { shape: "✓", color: "text-expected" },
  live: { shape: "●", color: "text-expected" },
  bad: { shape: "▲", color: "text-error" },
  advisory: { shape: "△", color: "text-quiet" },
  ended: { shape: "■", color: "text-quiet" },
};

/** Of what is no step of the rollout itself. */
const lines: Partial<Record<PictureMarker["kind"], string>> = {
  announced: "border-dashed",
  advisory: "border-dotted",
};

/** What happened when: a line through the picture and its name below, in as few rows as fit. */
export function ChartMarkers({
  markers,
  span,
  widthPx,
  heightPx,
}: {
  markers: PictureMarker[];
  span: Span;
  widthPx: number;
  heightPx: number;
}) {
  const placed = placeMarkers(markers, span, widthPx, lanes);
  const used = placed.reduce((most, { lane }) => Math.max(most, (lane ?? -1) + 1), 0);
  return (
    <ul
      aria-label="What happened when"
      className="pointer-events-none relative text-xs"
      style={{ height: used * lanePx }}
    >
      {placed.map(({ at, label, kind, x, lane }) => {
        const { shape, color } = looks[kind];
        const text = `${shape} ${label}`;
        const left = labelStartPx((x / 100) * widthPx, markerLabelPx(label), widthPx);
        return (
          <li key={`${at} ${kind} ${label}`} className={cn("figures", color)}>
            <span
              aria-hidden="true"
              className={cn("absolute border-current border-l", lines[kind] ?? "border-solid")}
              style={{ left: `${x}%`, top: -heightPx - 20, height: heightPx + 20 + (lane ?? 0) * lanePx }}
            />
            <span
              className={cn(
                "absolute z-10 whitespace-nowrap bg-surface pr-1 leading-[18px]",
                lane === null && "sr-only",
              )}
              style={{ left, top: (lane ?? 0) * lanePx }}
            >
              {text}
            </span>
          </li>
        );
      })}
    </ul>
  );
}
