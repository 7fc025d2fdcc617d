const unitsMs = [
  { name: "d", ms: 86_400_000 },
  { name: "h", ms: 3_600_000 },
  { name: "min", ms: 60_000 },
  { name: "s", ms: 1000 },
] as const;

/** A span for people in at most two neighbouring units: "12 s", "4 min 12 s", "3 h 5 min". Rounded down. */
export function formatDuration(ms: number): string {
  const first = unitsMs.findIndex((unit) => ms >= unit.ms);
  const large = unitsMs[first];
  if (large === undefined) return "0 s";
  const small = unitsMs[first + 1];
  const rest = small === undefined ? 0 : Math.floor((ms % large.ms) / small.ms);
  const whole = `${Math.floor(ms / large.ms)} ${large.name}`;
  return small === undefined || rest === 0 ? whole : `${whole} ${rest} ${small.name}`;
}
