/**
 * A share for people: "87 %". Never says 0 % or 100 % of something that is not none or all, and "–" of nothing.
 */
export function formatShare(part: number, whole: number): string {
  if (whole === 0) return "–";
  const percent = Math.round((part / whole) * 100);
  if (percent === 0 && part > 0) return "under 1 %";
  if (percent === 100 && part < whole) return "over 99 %";
  return `${percent} %`;
}
