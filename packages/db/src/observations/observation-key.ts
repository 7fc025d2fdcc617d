import type { Observation } from "@rollcall/domain/observation";

/** What names an observation: a second delivery of the same probe has the same key. */
export function observationKey(
  observation: Pick<Observation, "monitorId" | "region" | "scheduledAt" | "seq">,
): string {
  const { monitorId, region, scheduledAt, seq } = observation;
  return `${monitorId}|${region}|${scheduledAt}|${seq}`;
}

const prefixedId = /^mon_([0-9a-f]{32})$/;

/** The UUID of a monitor's id. Throws on an id that `newId("mon")` did not make. */
export function monitorUuid(monitorId: string): string {
  const hex = prefixedId.exec(monitorId)?.[1];
  if (!hex) throw new Error(`${monitorId} is not the id of a monitor.`);
  return hex;
}

/** The monitor's id, from the UUID as the database writes it. */
export function monitorIdOf(uuid: string): string {
  return `mon_${uuid.replaceAll("-", "")}`;
}

const seqMax = 999;

/** Where an observation stands among those of its monitor and region: microseconds since 1970, the last three its `seq`. */
export function microsOf({ scheduledAt, seq }: Pick<Observation, "scheduledAt" | "seq">): number {
  return Math.round(scheduledAt) * 1000 + Math.max(0, Math.min(seqMax, seq));
}

/** What `microsOf` was given. */
export function fromMicros(micros: number): Pick<Observation, "scheduledAt" | "seq"> {
  const scheduledAt = Math.floor(micros / 1000);
  return { scheduledAt, seq: micros - scheduledAt * 1000 };
}
