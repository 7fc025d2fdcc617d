import type { Silence } from "@rollcall/domain/incident";
import { formatMoment } from "@rollcall/domain/words";

/** The silence of a service that somebody has muted; `null` when nobody has, or when it is over. */
export function readMute(
  { name, mutedUntil, mutedBy }: { name: string; mutedUntil: Date | null; mutedBy: string | null },
  now: Date,
): Silence | null {
  if (mutedUntil === null || mutedUntil <= now) return null;
  const until = mutedUntil.getTime();
  return { until, says: `${name} is muted until ${formatMoment(until)} by ${mutedBy ?? "somebody"}` };
}
