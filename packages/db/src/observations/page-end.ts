import type { Observation } from "@rollcall/domain/observation";
import { AppError } from "@rollcall/domain/problem";
import { microsOf, monitorUuid } from "./observation-key.ts";

/** The observation that a page ends with: all are ordered by these, in this order. */
export type PageEnd = { micros: number; uuid: string; region: string };

/** Where an observation stands in the order of pages. */
export function pageEndOf(observation: Observation): PageEnd {
  const { monitorId, region } = observation;
  return { micros: microsOf(observation), uuid: monitorUuid(monitorId), region };
}

/** The cursor of the page that begins after an observation. */
export function toCursor(last: Observation): string {
  const { scheduledAt, monitorId, region, seq } = last;
  return Buffer.from(JSON.stringify([scheduledAt, monitorUuid(monitorId), region, seq])).toString(
    "base64url",
  );
}

/** What `toCursor` was given. Throws `invalid_input` for a cursor that was not given out. */
export function fromCursor(cursor: string): PageEnd {
  try {
    const [scheduledAt, uuid, region, seq] = JSON.parse(Buffer.from(cursor, "base64url").toString());
    const isUuid = /^[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}$/.test(uuid);
    if (isUuid && Number.isInteger(scheduledAt) && typeof region === "string" && Number.isInteger(seq))
      return { micros: microsOf({ scheduledAt, seq }), uuid, region };
  } catch {
    // Falls through to the one answer for every cursor that is not ours.
  }
  throw new AppError("invalid_input", "The cursor is not one that was given out.");
}
