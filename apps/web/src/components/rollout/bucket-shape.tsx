import type { Bucket } from "@rollcall/domain/glossary";

/** Pitch and size of one mark in a strip, in px. */
export const markWidth = 6;
export const markHeight = 16;

/**
 * The fills of the five buckets, defined once per page for every picture: solid, diagonal, dots, outline, hatched.
 * `area` fills lie behind a coloured tint, `mark` fills are dense enough for 6 px.
 */
export function BucketPatterns() {
  return (
    <svg width="0" height="0" aria-hidden="true" className="absolute">
      <defs>
        <Pattern id="area-previous" size={7} color="var(--previous)" tint={0.22}>
          <path d="M-1 1l2-2M0 7l7-7M6 8l2-2" stroke="var(--previous)" strokeWidth="1.6" />
        </Pattern>
        <Pattern id="area-other" size={7} color="var(--other)" tint={0.2}>
          <circle cx="1.75" cy="1.75" r="1.1" fill="var(--other)" />
          <circle cx="5.25" cy="5.25" r="1.1" fill="var(--other)" />
        </Pattern>
        <Pattern id="area-unreadable" size={12} color="var(--unreadable)" tint={0.1}>
          <path d="M0 6h12" stroke="var(--unreadable)" strokeWidth="0.8" strokeDasharray="2 4" />
        </Pattern>
        <Pattern id="area-error" size={6} color="var(--error)" tint={0.3}>
          <path d="M0 6l6-6M0 0l6 6" stroke="var(--error)" strokeWidth="1.3" />
        </Pattern>
        <Pattern id="mark-previous" size={4} color="var(--previous)" tint={0.15}>
          <path d="M-1 1l2-2M0 4l4-4M3 5l2-2" stroke="var(--previous)" strokeWidth="1.3" />
        </Pattern>
        <Pattern id="mark-other" size={3} color="var(--other)" tint={0.15}>
          <circle cx="1.5" cy="1.5" r="0.9" fill="var(--other)" />
        </Pattern>
      </defs>
    </svg>
  );
}

function Pattern({
  id,
  size,
  color,
  tint,
  children,
}: {
  id: string;
  size: number;
  color: string;
  tint: number;
  children: React.ReactNode;
}) {
  return (
    <pattern id={id} width={size} height={size} patternUnits="userSpaceOnUse">
      <rect width={size} height={size} fill={color} fillOpacity={tint} />
      {children}
    </pattern>
  );
}

export const areaFill: Record<Bucket, string> = {
  expected: "var(--expected)",
  previous: "url(#area-previous)",
  other: "url(#area-other)",
  unreadable: "url(#area-unreadable)",
  error: "url(#area-error)",
};

/** A bucket, or `plain`: a good answer where no version is compared. */
export type Mark = Bucket | "plain";

/** One answer at `x` inside an SVG of `markHeight`; its shape alone tells what it was. */
export function MarkShape({ bucket, x }: { bucket: Mark; x: number }) {
  if (bucket === "expected")
    return <rect x={x} width={markWidth} height={markHeight} fill="var(--expected)" />;
  if (bucket === "plain")
    return <rect x={x + 2} width={markWidth - 4} height={markHeight} fill="var(--unreadable)" />;
  if (bucket === "error")
    return <path d={`M${x} 0h${markWidth}l-${markWidth / 2} ${markHeight}z`} fill="var(--error)" />;
  const fill = bucket === "unreadable" ? "none" : `url(#mark-${bucket})`;
  return (
    <rect
      x={x + 0.5}
      y="0.5"
      width={markWidth - 1}
      height={markHeight - 1}
      fill={fill}
      stroke={`var(--${bucket})`}
      strokeWidth="1"
    />
  );
}

/** A single mark, for legends and rows. */
export function BucketMark({ bucket, className }: { bucket: Mark; className?: string }) {
  return (
    <svg width={markWidth} height={markHeight} aria-hidden="true" className={className}>
      <MarkShape bucket={bucket} x={0} />
    </svg>
  );
}
