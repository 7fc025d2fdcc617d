const nbsp = "\u00a0";

/** "99.98 %", or a dash where nothing is known; never rounded up, so that 100 means that it was never down. */
export function formatUptime(share: number | null): string {
  if (share === null) return "–";
  if (share >= 1) return `100${nbsp}%`;
  return `${(Math.floor(share * 10_000) / 100).toFixed(2)}${nbsp}%`;
}
