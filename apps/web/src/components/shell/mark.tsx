import { useId } from "react";

/** The mark: a roll call of five answers, the fourth one late. */
export function Mark({ className }: { className?: string }) {
  const hatch = useId();
  return (
    <svg viewBox="0 0 29 16" width="29" height="16" aria-hidden="true" className={className}>
      <pattern id={hatch} width="3" height="3" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
        <rect width="1.5" height="3" className="fill-previous" />
      </pattern>
      {[0, 6, 12, 24].map((x) => (
        <rect key={x} x={x} width="5" height="16" className="fill-expected" />
      ))}
      <rect
        x="18.5"
        y="0.5"
        width="4"
        height="15"
        fill={`url(#${hatch})`}
        strokeWidth="1"
        className="stroke-previous"
      />
    </svg>
  );
}
