import { nextOccurrence, occurrenceAt } from "@rollcall/domain/maintenance";
import { AppError } from "@rollcall/domain/problem";
import type { NamedWindow } from "./read-maintenance.ts";

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
/** Clocks of those who ask differ from ours. */
const skewMs = 5 * minuteMs;
const longestMs = 31 * dayMs;
const farthestMs = 366 * dayMs;

/** The asked-for start, now at the earliest; `invalid_input` for one in the past: what was told and counted stays so. */
export function startOf(from: string | undefined, now: Date): Date {
  const wanted = from === undefined ? now : new Date(from);
  if (wanted.getTime() < now.getTime() - skewMs) throw refuse("from", "must not be in the past");
  if (wanted.getTime() > now.getTime() + farthestMs) throw refuse("from", "must be at most a year away");
  return wanted < now ? now : wanted;
}

/** Throws `invalid_input` for a window that ends before it begins, lasts too long, or is never on again. */
export function requireSensible(window: Omit<NamedWindow, "id" | "reason" | "createdBy">, now: Date): void {
  const { from, until, repeat } = window;
  if (until !== null && until <= Math.max(from, now.getTime()))
    throw refuse("until", "must lie ahead, and after the start");
  if (repeat === null && (until === null || until - from > longestMs))
    throw refuse("until", "must be at most 31 days after the start");
  const isOn = occurrenceAt(window, now.getTime()) ?? nextOccurrence(window, now.getTime());
  if (isOn === null) throw refuse("until", "lies before the first time that it would be on");
}

function refuse(field: string, detail: string): AppError {
  return new AppError("invalid_input", "The input has errors; nothing was written.", {
    errors: [{ detail, pointer: `#/${field}` }],
  });
}
