const suggestionsMax = 3;
const distanceMax = 6;
/** A tag that begins as the wanted one does is near, however long its rest: `1.42.0-alpine`. */
const sameBeginning = 2;
const beginningCharsMin = 3;

/**
 * The tags that somebody may have meant, the likest first, three at most: a third of the characters may differ by
 * insertions, deletions, replacements and swapped neighbours.
 */
export function nearestTags(wanted: string, tags: readonly string[]): string[] {
  const limit = Math.min(distanceMax, Math.max(2, Math.floor(wanted.length / 3)));
  return tags
    .map((tag) => ({ tag, distance: distanceBetween(wanted, tag, limit) }))
    .filter(({ distance }) => distance <= limit)
    .sort((a, b) => a.distance - b.distance || (a.tag < b.tag ? -1 : 1))
    .slice(0, suggestionsMax)
    .map(({ tag }) => tag);
}

function distanceBetween(wanted: string, tag: string, limit: number): number {
  const [a, b] = [wanted.toLowerCase(), tag.toLowerCase()];
  const isBeginning =
    Math.min(a.length, b.length) >= beginningCharsMin && (a.startsWith(b) || b.startsWith(a));
  const edits = editDistance(a, b, limit);
  return isBeginning ? Math.min(edits, sameBeginning) : edits;
}

/** Optimal string alignment distance; any number above `limit` once it is certain to be above it. */
export function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      const isSwap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      row[j] = Math.min(
        (last[j] ?? 0) + 1,
        (row[j - 1] ?? 0) + 1,
        (last[j - 1] ?? 0) + cost,
        isSwap ? (beforeLast[j - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY,
      );
    }
    // A swap reaches back two rows, so both must be past the limit.
    if (Math.min(...row) > limit && Math.min(...last) > limit) return limit + 1;
    [beforeLast, last] = [last, row];
  }
  return last[b.length] ?? 0;
}
