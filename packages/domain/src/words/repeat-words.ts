import type { MaintenanceRepeat, Weekday } from "../wire/maintenance.ts";
import { formatDuration } from "./duration.ts";
import { listNames } from "./list.ts";

/** The days of a week by their names. */
export const dayNames: Record<Weekday, string> = {
  mon: "Monday",
  tue: "Tuesday",
  wed: "Wednesday",
  thu: "Thursday",
  fri: "Friday",
  sat: "Saturday",
  sun: "Sunday",
};

/** When something recurs: "every Sunday at 02:00 (Europe/Berlin) for 2 h". */
export function repeatWords(repeat: MaintenanceRepeat): string {
  const { at, durationMinutes, timeZone } = repeat;
  return `${daysOf(repeat)} at ${at} (${timeZone}) for ${formatDuration(durationMinutes * 60_000)}`;
}

function daysOf({ every, weekdays, monthDay }: MaintenanceRepeat): string {
  if (every === "day") return "every day";
  if (every === "month") return `on day ${monthDay} of every month`;
  const names = weekdays.map((day) => dayNames[day]);
  return `every ${listNames(names, names.length)}`;
}
