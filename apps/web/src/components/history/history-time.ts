import type { HistoryWindow } from "@rollcall/domain/history";

const hours = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" } as const;
const days = { day: "numeric", month: "short" } as const;

/** When a column begins, as exactly as its window needs; before the browser's zone is known in UTC. Days are UTC's. */
export function historyTime(at: string, window: HistoryWindow, isBrowser: boolean): string {
  const isDaily = window === "30d" || window === "90d";
  const format = isDaily ? days : window === "7d" ? { ...days, ...hours } : hours;
  const zone = isBrowser && !isDaily ? {} : { timeZone: "UTC" };
  return new Intl.DateTimeFormat("en-GB", { ...format, ...zone }).format(new Date(at));
}
