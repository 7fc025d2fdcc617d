import type { MaintenanceRepeat, Weekday } from "../wire/maintenance.ts";
import { formatDuration, formatMoment, formatSpan, listNames } from "../words/index.ts";
import type { MaintenanceWindow } from "./types.ts";

const dayNames: Record<Weekday, string> = {
  mon: "Monday",
  tue: "Tuesday",
  wed: "Wednesday",
  thu: "Thursday",
  fri: "Friday",
  sat: "Saturday",
  sun: "Sunday",
};

/** When a window is on: "Every Sunday at 02:00 (Europe/Berlin) for 2 h", "2026-11-22 09:00 – 2026-11-23 10:00 UTC". */
export function maintenanceSentence({ from, until, repeat }: MaintenanceWindow): string {
  if (repeat === null)
    return until === null ? `From ${formatMoment(from)}` : `${dayOf(from, until)}${formatSpan(from, until)}`;
  const { at, durationMinutes, timeZone } = repeat;
  const length = formatDuration(durationMinutes * 60_000);
  const end = until === null ? "" : `, until ${formatMoment(until)}`;
  return `${daysOf(repeat)} at ${at} (${timeZone}) for ${length}${end}`;
}

/** A span within one day does not name it. */
function dayOf(from: number, until: number): string {
  const [day, last] = [formatMoment(from).slice(0, 10), formatMoment(until).slice(0, 10)];
  return day === last ? `${day} ` : "";
}

function daysOf({ every, weekdays, monthDay }: MaintenanceRepeat): string {
  if (every === "day") return "Every day";
  if (every === "month") return `On day ${monthDay} of every month`;
  return `Every ${listNames(
    weekdays.map((day) => dayNames[day]),
    7,
  )}`;
}
