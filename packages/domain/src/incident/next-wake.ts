import type { Instant } from "../glossary.ts";
import { endOfBackUp, endOfCalm } from "./flap.ts";
import { endOfPatience, isAwake } from "./patience.ts";
import { endOfNote } from "./told.ts";
import type { IncidentScene, IncidentSnapshot } from "./types.ts";

/**
 * When an incident changes although nothing was observed, always after `now`: the judge has to ask again then. `null`:
 * never, as things stand.
 */
export function nextWake(
  incident: IncidentSnapshot,
  { now, silence = null, patience = null }: Pick<IncidentScene, "now" | "silence" | "patience">,
): Instant | null {
  if (incident.state === "resolved") return null;
  const impatientAt = silence === null && patience !== null ? endOfPatience(incident, patience) : null;
  const stillUpAt = incident.severity === "critical" && isAwake(incident) ? endOfBackUp(incident) : null;
  const isNoted = incident.told.some((told) => told.isNoted);
  const leftAloneAt = isNoted && silence === null && isAwake(incident) ? endOfNote(incident) : null;
  const times = [
    stillUpAt,
    leftAloneAt,
    incident.snoozedUntil,
    silence?.until ?? null,
    impatientAt,
    endOfCalm(incident),
  ]
    .filter((time) => time !== null)
    .filter((time) => time > now);
  return times.length === 0 ? null : Math.min(...times);
}
