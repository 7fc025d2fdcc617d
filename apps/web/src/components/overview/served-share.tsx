import type { EnvironmentRow } from "@rollcall/services/views";
import { formatShare } from "@/format/share.ts";
import { shortVersion } from "@/format/version.ts";
import { hasAnswers, nameBuckets } from "../rollout/buckets.ts";
import { ShareBar } from "../rollout/share-bar.tsx";
import { cn } from "../ui/cn.ts";

/** What answers now: the share of the expected version while it is measured, and the version most answers carry. */
export function ServedShare({ row }: { row: EnvironmentRow }) {
  const { expectedVersion, servedVersion, share } = row;
  const isOther = servedVersion !== null && expectedVersion !== null && servedVersion !== expectedVersion;
  const served = servedVersion === null ? "not known yet" : shortVersion(servedVersion);
  return (
    <span className="flex items-center gap-2">
      {hasAnswers(share) && expectedVersion !== null && (
        <>
          <ShareBar
            counts={share}
            names={nameBuckets(expectedVersion, isOther ? servedVersion : null)}
            className="w-10 shrink-0 @lg:w-16"
          />
          <span className="figures w-12 text-right text-sm">
            {formatShare(share.expected, share.samples)}
          </span>
        </>
      )}
      {(isOther || !hasAnswers(share)) && (
        <span
          className={cn(
            "text-sm",
            servedVersion !== null && "figures",
            isOther ? "text-previous" : "text-quiet",
          )}
        >
          {served}
        </span>
      )}
    </span>
  );
}
