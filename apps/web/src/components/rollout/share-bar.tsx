import type { Bucket } from "@rollcall/domain/glossary";
import { areaFill } from "./bucket-shape.tsx";
import { type BucketNames, bucketOrder, describeShare } from "./buckets.ts";

/** Who answered, as one bar: left what is expected, then the rest in the order of the picture. */
export function ShareBar({
  counts,
  names,
  height = 12,
  className,
}: {
  counts: Record<Bucket, number>;
  names: BucketNames;
  height?: number;
  className?: string;
}) {
  const total = bucketOrder.reduce((sum, bucket) => sum + counts[bucket], 0);
  let before = 0;
  return (
    <svg
      role="img"
      aria-label={describeShare(counts, names)}
      width="100%"
      height={height}
      className={className}
      shapeRendering="crispEdges"
    >
      <rect width="100%" height={height} fill="var(--sunken)" />
      {total > 0 &&
        bucketOrder.map((bucket) => {
          const x = (100 * before) / total;
          before += counts[bucket];
          return (
            counts[bucket] > 0 && (
              <rect
                key={bucket}
                x={`${x}%`}
                width={`${(100 * counts[bucket]) / total}%`}
                height={height}
                fill={areaFill[bucket]}
              />
            )
          );
        })}
    </svg>
  );
}
