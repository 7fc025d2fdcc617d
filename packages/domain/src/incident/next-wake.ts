import type { Instant } from "../glossary.ts";
import type { IncidentSnapshot, Silence } from "./types.ts";

/** When an incident changes although nothing was observed: the judge has to ask again then. `null`: never. */
export function nextWake(
  { state, snoozedUntil }: Pick<IncidentSnapshot, "state" | "snoozedUntil">,
  silence: Silence | null,
): Instant | null {
  if (state === "resolved") return null;
  const times = [snoozedUntil, silence?.until ?? null].filter((time) => time !== null);
  return times.length === 0 ? null : Math.min(...times);
}
