import { type Bucket, buckets } from "@rollcall/domain/glossary";
import type { Share } from "@rollcall/domain/wire";
import { marks, type Palette } from "./palette.ts";

/**
 * How many of `width` cells each bucket gets: in proportion, the largest remainders first, and never none for a
 * bucket that was counted at all, since the one failed answer is what a reader looks for.
 */
export function apportion(share: Share, width: number): Record<Bucket, number> {
  const total = buckets.reduce((sum, bucket) => sum + share[bucket], 0);
  const counted = buckets.filter((bucket) => share[bucket] > 0);
  const cells = { expected: 0, previous: 0, other: 0, unreadable: 0, error: 0 };
  if (counted.length === 0 || width < counted.length) return cells;

  const ideal = (bucket: Bucket) => (share[bucket] / total) * width;
  for (const bucket of counted) cells[bucket] = Math.max(1, Math.floor(ideal(bucket)));
  const lack = (bucket: Bucket) => ideal(bucket) - cells[bucket];
  for (let rest = width - counted.reduce((sum, bucket) => sum + cells[bucket], 0); rest !== 0; ) {
    const step = Math.sign(rest);
    const [most] = counted
      .filter((bucket) => step > 0 || cells[bucket] > 1)
      .toSorted((a, b) => step * (lack(b) - lack(a)));
    if (!most) break;
    cells[most] += step;
    rest -= step;
  }
  return cells;
}

/** The share as one row of marks, `width` cells long; dots while nothing has answered. */
export function renderShareBar(share: Share, width: number, palette: Palette): string {
  const cells = apportion(share, width);
  const bar = buckets
    .filter((bucket) => cells[bucket] > 0)
    .map((bucket) => palette[bucket](marks[bucket].repeat(cells[bucket])));
  return bar.length === 0 ? palette.quiet("·".repeat(width)) : bar.join("");
}

/** The expected answers in percent, rounded down so that 100 means all; `null` without answers. */
export function expectedPercent(share: Share): number | null {
  return share.samples === 0 ? null : Math.floor((share.expected / share.samples) * 100);
}
