import type { Bucket } from "@rollcall/domain/glossary";
import type { Share } from "@rollcall/domain/wire";
import { formatShare } from "../../format/share.ts";
import { shortVersion } from "../../format/version.ts";

/** From the bottom of the stacked picture to its top; legends read it downwards. */
export const bucketOrder = [
  "expected",
  "previous",
  "other",
  "unreadable",
  "error",
] as const satisfies readonly Bucket[];

/** What each bucket is called on a page about one deploy: versions by their name, the rest by what they are. */
export type BucketNames = Record<Bucket, string>;

export function nameBuckets(version: string, previousVersion: string | null): BucketNames {
  return {
    expected: shortVersion(version),
    previous: previousVersion === null ? "previous" : shortVersion(previousVersion),
    other: "other version",
    unreadable: "unreadable",
    error: "error",
  };
}

/** "87 % 1.42.0 (174), 12 % 1.41.3 (24), 1 % unreadable (2)": only what was answered. */
export function describeShare(counts: Record<Bucket, number>, names: BucketNames): string {
  const total = countSamples(counts);
  if (total === 0) return "no answers";
  return bucketOrder
    .filter((bucket) => counts[bucket] > 0)
    .map((bucket) => `${formatShare(counts[bucket], total)} ${names[bucket]} (${counts[bucket]})`)
    .join(", ");
}

/** How many answers there are in all buckets together. */
export function countSamples(counts: Record<Bucket, number>): number {
  return bucketOrder.reduce((sum, bucket) => sum + counts[bucket], 0);
}

/** True when there is something to draw. */
export function hasAnswers(share: Share | null): share is Share {
  return share !== null && share.samples > 0;
}
