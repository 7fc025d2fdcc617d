import type { MaintenanceWire } from "@rollcall/domain/wire";
import { countOf } from "../../format/count.ts";

/** The first line of the page: what is quiet now. */
export function maintenancePageSentence(windows: MaintenanceWire[]): string {
  const on = windows.filter(({ state }) => state === "active");
  const toCome = windows.filter(({ state }) => state === "scheduled").length;
  const later = toCome === 0 ? "" : ` ${countOf(toCome, "window is", "windows are")} to come.`;
  if (on.length === 0) return `Nothing is in maintenance.${later}`;
  if (on.some(({ service }) => service === null)) return `Every service is in maintenance.${later}`;
  const names = [...new Set(on.map(({ service }) => service))];
  const what = names.length === 1 ? names[0] : countOf(names.length, "service", "services");
  return `${what} ${names.length === 1 ? "is" : "are"} in maintenance: nobody is told.${later}`;
}
