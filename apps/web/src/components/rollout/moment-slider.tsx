"use client";

import type { Moment } from "./chart-geometry.ts";

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

/** The picture as a slider over time: keys and pointer move the cursor, Enter and a click pick what lies under it. */
export function MomentSlider({
  label = "Share of answers by version over time",
  moments,
  cursor,
  valueText,
  heightPx,
  onSelect,
  onPick,
  children,
}: {
  label?: string;
  moments: Moment[];
  cursor: number;
  valueText: string;
  heightPx: number;
  onSelect: (index: number) => void;
  onPick: (index: number) => void;
  children: React.ReactNode;
}) {
  const last = moments.length - 1;
  return (
    <div
      role="slider"
      tabIndex={0}
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={Math.max(0, last)}
      aria-valuenow={Math.max(0, cursor)}
      aria-valuetext={valueText}
      className="focus-visible:-outline-offset-2 relative cursor-crosshair border-line border-b focus-visible:outline-ink"
      style={{ height: heightPx }}
      onKeyDown={(event) => {
        const to = moveCursor(event.key, cursor, last);
        if (to !== null) onSelect(to);
        else if (event.key === "Enter" || event.key === " ") onPick(cursor === -1 ? last : cursor);
        else if (event.key === "Escape") onSelect(-1);
        else return;
        event.preventDefault();
      }}
      onPointerMove={(event) => onSelect(indexUnder(event, moments))}
      onPointerLeave={() => onSelect(-1)}
      onClick={(event) => onPick(indexUnder(event, moments))}
    >
      {children}
    </div>
  );
}

function indexUnder(event: React.PointerEvent | React.MouseEvent, moments: Moment[]): number {
  const box = event.currentTarget.getBoundingClientRect();
  const x = (100 * (event.clientX - box.left)) / box.width;
  return Math.max(
    0,
    moments.findLastIndex((candidate) => candidate.x <= x),
  );
}
