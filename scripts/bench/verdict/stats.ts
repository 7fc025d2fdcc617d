/** The statistics of the report: exact bounds of rates, and quantiles. */

/** The upper end of the one-sided 95 % interval of Clopper and Pearson (1934) for `hits` of `runs`. */
export function upperBound95(hits: number, runs: number): number {
  if (runs === 0 || hits >= runs) return 1;
  let [low, high] = [hits / runs, 1];
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (binomialCdf(hits, runs, middle) > 0.05) low = middle;
    else high = middle;
  }
  return high;
}

/** P(X ≤ hits) of a binomial distribution. */
function binomialCdf(hits: number, runs: number, share: number): number {
  let [log, sum] = [runs * Math.log(1 - share), 0];
  for (let k = 0; k <= hits; k++) {
    sum += Math.exp(log);
    log += Math.log((runs - k) / (k + 1)) + Math.log(share / (1 - share));
  }
  return sum;
}

/** The value below which the share `q` of the values lies; `null` of none. */
export function quantile(values: readonly number[], q: number): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? null;
}
