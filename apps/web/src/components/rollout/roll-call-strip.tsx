"use client";

import { useEffect, useRef } from "react";
import { type Mark, MarkShape, markHeight, markWidth } from "./bucket-shape.tsx";
import { bucketOrder } from "./buckets.ts";

/** What each mark of a strip is called; a strip has no mark without a name. */
export type MarkNames = Partial<Record<Mark, string>>;

const gap = 2;
const pitch = markWidth + gap;
/** As much of the room as fits whole marks: a mark cut in half would look like another one. */
const wholeMarks = `calc(round(down, 100% + ${gap}px, ${pitch}px) - ${gap}px)`;

/**
 * One region's last answers, oldest left, newest right; where room is short the oldest are cut off.
 * New answers slide in from the right.
 */
export function RollCallStrip({
  marks,
  names,
  label,
}: {
  marks: { at: string; bucket: Mark }[];
  names: MarkNames;
  label: string;
}) {
  const slide = useSlideIn(marks);
  const width = Math.max(1, marks.length * pitch - gap);
  return (
    <div className="ml-auto flex min-w-0 justify-end overflow-hidden" style={{ maxWidth: wholeMarks }}>
      <svg
        ref={slide}
        role="img"
        aria-label={`${label}: ${describeMarks(marks, names)}`}
        width={width}
        height={markHeight}
        className="shrink-0"
      >
        {marks.map((mark, index) => (
          // Two answers may carry the same instant; their place in the strip tells them apart.
          // biome-ignore lint/suspicious/noArrayIndexKey: marks are drawn by place and carry no state
          <MarkShape key={index} bucket={mark.bucket} x={index * pitch} />
        ))}
      </svg>
    </div>
  );
}

function describeMarks(marks: { bucket: Mark }[], names: MarkNames): string {
  if (marks.length === 0) return "no answers yet";
  const parts = [...bucketOrder, "plain" as const]
    .map((bucket) => ({ bucket, count: marks.filter((mark) => mark.bucket === bucket).length }))
    .filter(({ count }) => count > 0)
    .map(({ bucket, count }) => `${count} ${names[bucket]}`);
  const newest = marks[marks.length - 1];
  return `last ${marks.length} answers: ${parts.join(", ")}${newest === undefined ? "" : `; the newest is ${names[newest.bucket]}`}`;
}

/** Moves the strip in by as many marks as are new since the last paint. */
function useSlideIn(marks: { at: string }[]) {
  const element = useRef<SVGSVGElement>(null);
  const seenUntil = useRef(marks[marks.length - 1]?.at);
  useEffect(() => {
    const before = seenUntil.current;
    seenUntil.current = marks[marks.length - 1]?.at;
    const fresh = before === undefined ? 0 : marks.filter((mark) => mark.at > before).length;
    if (fresh === 0 || matchMedia("(prefers-reduced-motion: reduce)").matches) return;
    element.current?.animate([{ transform: `translateX(${fresh * pitch}px)` }, { transform: "none" }], {
      duration: 150,
      easing: "ease-out",
    });
  }, [marks]);
  return element;
}
