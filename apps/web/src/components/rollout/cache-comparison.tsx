import type { RolloutRegionRow } from "@rollcall/services/views";
import { shortVersion } from "@/format/version.ts";
import { BucketMark } from "./bucket-shape.tsx";
import { describeCache } from "./describe-cache.ts";

type Comparison = NonNullable<RolloutRegionRow["comparison"]>;

const ways = [
  { key: "plain", name: "last old answer" },
  { key: "busted", name: "past the caches" },
  { key: "origin", name: "at the origin" },
] as const satisfies readonly { key: keyof Comparison; name: string }[];

/**
 * The last answer of each way to ask one region, side by side: whether it is the edge or the origin that is old. Where
 * neither a cache nor an origin is known, two answers that differ tell only that two instances do.
 */
export function CacheComparison({ comparison }: { comparison: Comparison }) {
  const compared = ways.flatMap(({ key, name }) => {
    const answer = comparison[key];
    return answer === null ? [] : [{ key, name, answer }];
  });
  const isTelling = compared.some(({ key, answer }) => key === "origin" || describeCache(answer) !== "");
  if (compared.length < 2 || !isTelling) return null;
  return (
    <dl className="mt-1 flex flex-wrap gap-x-4 gap-y-0.5 whitespace-normal text-sm">
      {compared.map(({ key, name, answer }) => (
        <div key={key} className="flex flex-wrap items-center gap-x-1.5">
          <dt className="text-quiet">{name}</dt>
          <dd className="flex flex-wrap items-center gap-x-1.5">
            <BucketMark bucket={answer.bucket} />
            <span className="figures">{shortVersion(answer.value)}</span>
            <span className="text-quiet">{describeCache(answer)}</span>
          </dd>
        </div>
      ))}
    </dl>
  );
}
