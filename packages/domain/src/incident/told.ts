/** What of an incident was told, so that it is told once. */
import { isWorse } from "./rank-troubles.ts";
import type { IncidentSnapshot, Trouble } from "./types.ts";

/** True when exactly this, as bad as it is, was told. */
export function wasTold(incident: IncidentSnapshot, trouble: Trouble): boolean {
  return incident.told.some(
    (told) =>
      told.key === trouble.key && told.kind === trouble.kind && !isWorse(trouble.severity, told.severity),
  );
}

/** What was told, and this. */
export function addTold(incident: IncidentSnapshot, trouble: Trouble): IncidentSnapshot["told"] {
  const { key, kind, severity } = trouble;
  return wasTold(incident, trouble) ? incident.told : [...incident.told, { key, kind, severity }];
}
