/**
 * What the probes of a span of time brought, in a form that adds up: how many failed, and a histogram of how long the
 * good answers took. Buckets grow by a constant factor, as in DDSketch (Masson, Rim, Lee, VLDB 2019), so that every
 * quantile of any sum is told within `latencyError`, whoever added up what, in whichever order.
 */

/** Quantiles are off by at most this share of their value; up to a millisecond they are told as one. */
export const latencyError = 0.05;
/** The factor between the bounds of two buckets. */
export const latencyGamma = (1 + latencyError) / (1 - latencyError);

/**
 * One integer per bucket that is not empty, ordered: `bucket × 2²² + count`. Bucket 0 counts failed probes; bucket 1
 * good answers up to 1 ms, bucket b those of `γ^(b-2)` to `γ^(b-1)` ms.
 */
export type AnswerCounts = readonly number[];

/** By how many bits a bucket stands above its count; a count that does not fit stays at the greatest that does. */
export const countBits = 22;
export const countMax = 2 ** countBits - 1;
const bucketMax = 2 ** (31 - countBits) - 1;

/** The bucket of a good answer that took so long. */
export function latencyBucket(totalMs: number): number {
  if (totalMs <= 1) return 1;
  return Math.min(bucketMax, 1 + Math.ceil(Math.log(totalMs) / Math.log(latencyGamma)));
}

/** Adds up; the order of the parts changes nothing. */
export function mergeAnswers(parts: Iterable<AnswerCounts>): number[] {
  const counts = new Map<number, number>();
  for (const part of parts)
    for (const entry of part) {
      const { bucket, count } = readEntry(entry);
      counts.set(bucket, Math.min(countMax, (counts.get(bucket) ?? 0) + count));
    }
  return [...counts].sort(([a], [b]) => a - b).map(([bucket, count]) => bucket * 2 ** countBits + count);
}

/** The figures that people read; `null` where no answer was good. */
export type AnswerFigures = {
  probes: number;
  failed: number;
  p50Ms: number | null;
  p95Ms: number | null;
  p99Ms: number | null;
};

/** Probes, failed ones, and quantiles of the good answers by nearest rank. */
export function answerFigures(counts: AnswerCounts): AnswerFigures {
  const entries = counts.map(readEntry);
  const sum = (of: typeof entries) => of.reduce((total, { count }) => total + count, 0);
  const good = entries.filter(({ bucket }) => bucket > 0);
  const failed = sum(entries) - sum(good);
  const quantile = (share: number) => quantileOf(good, Math.ceil(share * sum(good)));
  return {
    probes: sum(entries),
    failed,
    p50Ms: quantile(0.5),
    p95Ms: quantile(0.95),
    p99Ms: quantile(0.99),
  };
}

type Entry = { bucket: number; count: number };

function readEntry(entry: number): Entry {
  return { bucket: entry >> countBits, count: entry & countMax };
}

function quantileOf(good: readonly Entry[], rank: number): number | null {
  let below = 0;
  for (const { bucket, count } of good) {
    below += count;
    if (below >= rank) return middleOf(bucket);
  }
  return null;
}

/** The value whose distance from both bounds is the same share of them. */
function middleOf(bucket: number): number {
  return bucket === 1 ? 1 : (2 * latencyGamma ** (bucket - 1)) / (latencyGamma + 1);
}
