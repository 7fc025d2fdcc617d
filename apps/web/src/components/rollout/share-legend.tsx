import type { Share } from "@rollcall/domain/wire";
import { countOf } from "@/format/count.ts";
import { formatDuration } from "@/format/duration.ts";
import { formatShare } from "@/format/share.ts";
import { cn } from "../ui/cn.ts";
import { BucketMark } from "./bucket-shape.tsx";
import { type BucketNames, bucketOrder } from "./buckets.ts";

/** What the shapes mean and how many answered so in the window, top of the picture first. */
export function ShareLegend({
  share,
  names,
  className,
}: {
  share: Share;
  names: BucketNames;
  className?: string;
}) {
  return (
    <div className={className}>
      <dl className="grid gap-0.5">
        {[...bucketOrder].reverse().map((bucket) => (
          <div
            key={bucket}
            className={cn(
              "flex items-center gap-2 text-sm",
              share[bucket] === 0 && bucket !== "expected" && "text-quiet",
            )}
          >
            <BucketMark bucket={bucket} className="shrink-0" />
            <dt className="figures min-w-0 truncate">{names[bucket]}</dt>
            <dd className="figures ml-auto flex text-right">
              <span className="w-12">{formatShare(share[bucket], share.samples)}</span>
              <span className="w-10 text-quiet">{share[bucket]}</span>
            </dd>
          </div>
        ))}
      </dl>
      <p className="mt-1.5 text-quiet text-xs">
        {countOf(share.samples, "answer")} in the last {formatDuration(share.windowSeconds)}
      </p>
    </div>
  );
}
