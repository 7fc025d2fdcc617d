/**
 * The rank test of Mann and Whitney (1947; Wilcoxon 1945): do later values tend to be larger than earlier ones, whatever
 * their distribution? It asks of every pair which value is larger, so that a few very large ones weigh no more than
 * large ones.
 */

/**
 * The evidence, in nats, that `later` values tend to be larger: e to the minus that is an upper bound of the probability
 * of so many pairs in their favour when they do not (normal approximation with the correction for ties, Lehmann 1975,
 * and for continuity; P(Z ≥ z) ≤ ½ exp(−z²/2)). 0 when they are not larger.
 */
export function rankEvidence(earlier: readonly number[], later: readonly number[]): number {
  const [m, n] = [earlier.length, later.length];
  const excess = pairsInFavour(earlier, later) - (m * n) / 2 - 0.5;
  const variance = ((m * n) / 12) * (m + n + 1 - tieSum([...earlier, ...later]) / ((m + n) * (m + n - 1)));
  return excess <= 0 || variance <= 0 ? 0 : excess ** 2 / (2 * variance) + Math.LN2;
}

/** Mann and Whitney's U: pairs in which the later value is larger; a tie is half a pair. */
function pairsInFavour(earlier: readonly number[], later: readonly number[]): number {
  let pairs = 0;
  for (const after of later) {
    for (const before of earlier) pairs += after > before ? 1 : after === before ? 0.5 : 0;
  }
  return pairs;
}

/** The sum of t³ − t over all groups of t equal values. */
function tieSum(values: readonly number[]): number {
  const groups = new Map<number, number>();
  for (const value of values) groups.set(value, (groups.get(value) ?? 0) + 1);
  return [...groups.values()].reduce((sum, t) => sum + t ** 3 - t, 0);
}
