import { z } from "zod";

/** RFC 3339 with an offset, as it stands on the wire. */
export const wireTime = z.iso.datetime({ offset: true, error: "must be a date and a time" });

/** An IANA time zone. */
export const timeZone = z.string().max(64).refine(isTimeZone, "must be a time zone such as Europe/Berlin");

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
