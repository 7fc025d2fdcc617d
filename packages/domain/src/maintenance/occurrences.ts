import { Temporal } from "temporal-polyfill";
import type { Instant } from "../glossary.ts";
import { type MaintenanceRepeat, weekdays } from "../wire/maintenance.ts";
import type { MaintenanceWindow, Occurrence } from "./types.ts";

const minuteMs = 60_000;

/**
 * The times that a window is on and that end after `after`, in order; lazily, as a recurring one may have no last. Days
 * and times of day are those of the window's zone (Temporal's `compatible` rule where a time does not exist, or twice);
 * lengths are those of a stopwatch.
 */
export function* occurrencesAfter(window: MaintenanceWindow, after: Instant): Generator<Occurrence> {
  for (const whole of startsAround(window, after)) {
    if (window.until !== null && whole.from >= window.until) return;
    const occurrence = {
      from: Math.max(whole.from, window.from),
      until: Math.min(whole.until, window.until ?? whole.until),
    };
    const { endedAt } = window;
    if (endedAt !== null && occurrence.from <= endedAt)
      occurrence.until = Math.min(occurrence.until, endedAt);
    if (occurrence.until > Math.max(after, occurrence.from)) yield occurrence;
  }
}

/** The time that a window is on at `now`, if it is. */
export function occurrenceAt(window: MaintenanceWindow, now: Instant): Occurrence | null {
  const first = firstAfter(window, now);
  return first !== null && first.from <= now ? first : null;
}

/** The next time that a window begins after `now`; `null`: never again. */
export function nextOccurrence(window: MaintenanceWindow, now: Instant): Occurrence | null {
  for (const occurrence of occurrencesAfter(window, now)) if (occurrence.from > now) return occurrence;
  return null;
}

function firstAfter(window: MaintenanceWindow, after: Instant): Occurrence | null {
  const { done, value } = occurrencesAfter(window, after).next();
  return done ? null : value;
}

/** Before the bounds of the window are applied; begins early enough that none is missed. */
function* startsAround({ from, until, repeat }: MaintenanceWindow, after: Instant): Generator<Occurrence> {
  if (repeat === null) {
    if (until !== null) yield { from, until };
    return;
  }
  const { at, durationMinutes, timeZone } = repeat;
  const begin = Temporal.Instant.fromEpochMilliseconds(Math.max(after, from));
  // A day for its length, and one for a clock that is put back.
  let day = begin.toZonedDateTimeISO(timeZone).toPlainDate().subtract({ days: 2 });
  for (;;) {
    if (isDayOf(repeat, day)) {
      const start = day.toZonedDateTime({ timeZone, plainTime: at }).epochMilliseconds;
      yield { from: start, until: start + durationMinutes * minuteMs };
    }
    day = day.add({ days: 1 });
  }
}

function isDayOf({ every, weekdays: named, monthDay }: MaintenanceRepeat, day: Temporal.PlainDate): boolean {
  if (every === "day") return true;
  if (every === "month") return day.day === Math.min(monthDay ?? 1, day.daysInMonth);
  const name = weekdays[day.dayOfWeek - 1];
  return name !== undefined && named.includes(name);
}
