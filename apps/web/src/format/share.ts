/** Shares of answers: counts in, "87 %" out. */

const nbsp = "\u00a0";

/** Whole percent; 0 and 100 only when it is truly none or all, so that one old answer in 400 stays visible. */
export function sharePercent(part: number, total: number): number | null {
  if (total <= 0) return null;
  if (part <= 0) return 0;
  if (part >= total) return 100;
  return Math.min(99, Math.max(1, Math.round((100 * part) / total)));
}

/** "87 %", or a dash where nothing was asked. */
export function formatShare(part: number, total: number): string {
  const percent = sharePercent(part, total);
  return percent === null ? "–" : `${percent}${nbsp}%`;
}
