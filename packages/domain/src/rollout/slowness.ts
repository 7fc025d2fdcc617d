/**
 * Whether the new version takes longer than the old one did. Two tests share the risk: the rank test asks whether its
 * answers as a whole are slower, the rise test whether its tail is, because a release of which one answer in five takes
 * a second is slow although most of its answers are not.
 *
 * A look of the rank test compares the last answers of both versions, of each tick one or two, after the effect floor was
 * put on top of every old one: a harmless shift is then no finding however many answers there are. The j-th look may be wrong
 * with β/(j(j+1)): at most β over all looks, however long the watch (union bound; the series telescopes).
 */
import type { Instant } from "../glossary.ts";
import { formatShare } from "../words/index.ts";
import { type FailureWatch, isRecent, isRisen, stepWatch } from "./failure-watch.ts";
import { rankEvidence } from "./rank-test.ts";
import type { RiseProof } from "./rise-test.ts";

/** The last answers of the new version, oldest first; those since the last look; what the last look has proven. */
export type RankWatch = {
  recent: { at: Instant; ms: number }[];
  fresh: number;
  looks: number;
  risen: RiseProof | null;
};

/** What watches for slowness. `ranks` is missing in states of earlier releases. */
export type Slowness = { slow: FailureWatch; ranks?: RankWatch };

/** Nothing was compared yet. */
export const quietRanks: RankWatch = { recent: [], fresh: 0, looks: 0, risen: null };

/** Enough latencies of the old version for ranks and a p95, few enough to store. */
export const latenciesMax = 40;
const latenciesMin = 10;
/** Those of the new version, and how many of them are new at a look: so many at least, and half of all. */
const recentMax = 60;
const freshMin = 10;

/** What is slow by this much is worth waking somebody: half as long again, and 100 ms. */
function withFloor(ms: number): number {
  return Math.max(1.5 * ms, ms + 100);
}

/** A p95 above the limit means that more than one answer in twenty is; one in ten leaves room for noise. */
const slowShare = 0.1;

/** Above this an answer is slow: the old version's p95 with the floor on top; `null` without one. */
export function slowLimitMs({ oldLatenciesMs }: { oldLatenciesMs: readonly number[] }): number | null {
  if (oldLatenciesMs.length < latenciesMin) return null;
  return withFloor(quantileOf(oldLatenciesMs, 0.95));
}

/** Takes the first good answer of the new version in a tick in; `risk` is that of both tests together. */
export function stepSlowness(
  { slow, ranks = quietRanks }: Slowness,
  answer: { at: Instant; ms: number },
  { oldLatenciesMs, risk }: { oldLatenciesMs: readonly number[]; risk: number },
): Slowness {
  const slowMs = slowLimitMs({ oldLatenciesMs });
  if (slowMs === null) return { slow, ranks };
  const limits = { limit: slowShare, risk: risk / 2 };
  return {
    slow: stepWatch(slow, { at: answer.at, isHit: answer.ms > slowMs }, limits),
    ranks: stepRanks(ranks, answer, oldLatenciesMs, risk / 2),
  };
}

function stepRanks(
  before: RankWatch,
  answer: { at: Instant; ms: number },
  oldLatenciesMs: readonly number[],
  risk: number,
): RankWatch {
  const recent = [...before.recent, answer].slice(-recentMax);
  const ranks = { ...before, recent, fresh: before.fresh + 1 };
  const floored = oldLatenciesMs.map(withFloor);
  const typicalMs = quantileOf(floored, 0.5);
  const slower = recent.filter(({ ms }) => ms > typicalMs);
  // What was proven lasts for as long as most answers are slower than a typical old one with the floor on top.
  if (ranks.risen !== null) return 2 * slower.length > recent.length ? ranks : { ...ranks, risen: null };
  if (ranks.fresh < Math.max(freshMin, recent.length / 2)) return ranks;
  const looks = ranks.looks + 1;
  const needed = Math.log((looks * (looks + 1)) / risk);
  const evidence = rankEvidence(
    floored,
    recent.map(({ ms }) => ms),
  );
  const from = slower[0]?.at ?? answer.at;
  const found = { from, limit: 0.5, needed, answers: recent.length, hits: slower.length };
  return { recent, fresh: 0, looks, risen: evidence >= needed ? found : null };
}

/** The proof that the new version is slower, as a whole or in its tail, for as long as it is heard. */
export function slownessProof(
  { slow, ranks = quietRanks }: Slowness,
  lastAnswerAt: Instant,
): RiseProof | null {
  const isHeard = isRecent(ranks.recent.at(-1)?.at ?? null, lastAnswerAt);
  return (isHeard ? ranks.risen : null) ?? (isRisen(slow, lastAnswerAt) ? slow.test.risen : null);
}

/** In words: "its answers take 268 ms, those before took 58 ms (medians)", or what its tail does. */
export function slowerText(quality: Slowness & { oldLatenciesMs: readonly number[] }): string {
  const { ranks, oldLatenciesMs } = quality;
  if (ranks?.risen) {
    const latencies = ranks.recent.map(({ ms }) => ms);
    return `its answers take ${quantileOf(latencies, 0.5)} ms, before the deploy ${quantileOf(oldLatenciesMs, 0.5)} ms (medians)`;
  }
  const limitMs = slowLimitMs(quality);
  const than = limitMs === null ? "before" : `${Math.round(limitMs)} ms, half as long again as before`;
  return `more than ${formatShare(slowShare, 1)} of its answers take longer than ${than}`;
}

function quantileOf(values: readonly number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(q * sorted.length)] ?? 0;
}
