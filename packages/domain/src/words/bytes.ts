const units = ["KiB", "MiB", "GiB", "TiB"] as const;

/** An amount of memory or disk for people: "812 B", "3.4 GiB", "120 GiB". */
export function formatBytes(bytes: number): string {
  const power = Math.min(Math.floor(Math.log2(Math.max(1, bytes)) / 10), units.length);
  const unit = units[power - 1];
  if (unit === undefined) return `${bytes} B`;
  const amount = bytes / 1024 ** power;
  return `${amount < 10 ? amount.toFixed(1) : Math.floor(amount)} ${unit}`;
}
