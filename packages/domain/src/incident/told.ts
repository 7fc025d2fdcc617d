/** What of an incident was told, so that it is told once. */
import type { Instant } from "../glossary.ts";
import { isWorse } from "./rank-troubles.ts";
import type { IncidentSnapshot, Told, Trouble } from "./types.ts";

type ToldOf = Pick<IncidentSnapshot, "told">;

const noteMs = 10 * 60_000;

/** True when exactly this, as bad as it is, was told, be it in a note. */
export function wasTold({ told }: ToldOf, trouble: Trouble): boolean {
  return told.some((one) => isAsTold(one, trouble));
}

/** True when this was told in a note alone. */
export function wasOnlyNoted(incident: ToldOf, trouble: Trouble): boolean {
  return wasTold(incident, trouble) && !wasToldToAll(incident, trouble);
}

/**
 * Until when a note is enough for what is left of a problem: while many recover one after the other, none of them is an
 * alarm of its own.
 */
export function endOfNote({ toldAt }: Pick<IncidentSnapshot, "toldAt">): Instant {
  return toldAt + noteMs;
}

/** What was told, and this; what was only noted is told with it. */
export function addTold(incident: ToldOf, trouble: Trouble): Told[] {
  const { key, kind, severity } = trouble;
  if (wasToldToAll(incident, trouble)) return incident.told;
  return [...incident.told.filter((one) => !isAsTold(one, trouble)), { key, kind, severity }];
}

function wasToldToAll({ told }: ToldOf, trouble: Trouble): boolean {
  return told.some((one) => one.isNoted !== true && isAsTold(one, trouble));
}

function isAsTold(told: Told, { key, kind, severity }: Trouble): boolean {
  return told.key === key && told.kind === kind && !isWorse(severity, told.severity);
}
