/** Durations and distances in time as people say them: "4 min 12 s", "2 h ago", "+38 s". */

const nbsp = "\u00a0";
const units = [
  { name: "d", seconds: 86_400 },
  { name: "h", seconds: 3600 },
  { name: "min", seconds: 60 },
  { name: "s", seconds: 1 },
] as const;

/** The two largest units, never rounded up: 252 → "4 min 12 s", 3600 → "1 h", 0.4 → "0 s". */
export function formatDuration(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const first = units.findIndex((unit) => whole >= unit.seconds);
  if (first === -1) return `0${nbsp}s`;
  const parts: string[] = [];
  let rest = whole;
  for (const unit of units.slice(first, first + 2)) {
    const count = Math.floor(rest / unit.seconds);
    rest -= count * unit.seconds;
    if (count > 0) parts.push(`${count}${nbsp}${unit.name}`);
  }
  return parts.join(nbsp);
}

/** Whole units only, for a column that is read at a glance: 252 → "4 min". */
export function formatRoughDuration(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const unit = units.find((candidate) => whole >= candidate.seconds);
  return unit === undefined ? `0${nbsp}s` : `${Math.floor(whole / unit.seconds)}${nbsp}${unit.name}`;
}

/** How far `atMs` lies from `nowMs`: "4 min ago", "in 12 s"; clocks a second or two apart say "now". */
export function formatRelative(atMs: number, nowMs: number): string {
  const seconds = (nowMs - atMs) / 1000;
  if (seconds > -2 && seconds < 1) return "now";
  return seconds > 0
    ? `${formatRoughDuration(seconds)}${nbsp}ago`
    : `in${nbsp}${formatRoughDuration(-seconds)}`;
}

/** Seconds after the announcement: "+1 min 50 s"; null where it has not happened. */
export function formatOffset(seconds: number | null): string {
  return seconds === null ? "–" : `+${formatDuration(seconds)}`;
}

/** A latency: "212 ms", from ten seconds on "12.4 s". */
export function formatMs(ms: number | null): string {
  if (ms === null) return "–";
  return ms < 10_000 ? `${Math.round(ms)}${nbsp}ms` : `${(ms / 1000).toFixed(1)}${nbsp}s`;
}
