import { formatMoment, formatSpan, repeatWords } from "../words/index.ts";
import type { MaintenanceWindow } from "./types.ts";

/** When a window is on: "Every Sunday at 02:00 (Europe/Berlin) for 2 h", "2026-11-22 09:00 – 2026-11-23 10:00 UTC". */
export function maintenanceSentence({ from, until, repeat }: MaintenanceWindow): string {
  if (repeat === null)
    return until === null ? `From ${formatMoment(from)}` : `${dayOf(from, until)}${formatSpan(from, until)}`;
  const words = repeatWords(repeat);
  const end = until === null ? "" : `, until ${formatMoment(until)}`;
  return `${words.slice(0, 1).toUpperCase()}${words.slice(1)}${end}`;
}

/** A span within one day does not name it. */
function dayOf(from: number, until: number): string {
  const [day, last] = [formatMoment(from).slice(0, 10), formatMoment(until).slice(0, 10)];
  return day === last ? `${day} ` : "";
}
