import { type HistoryWindow, historyWindowMs } from "@rollcall/domain/history";
import type { HistoryWire } from "@rollcall/domain/wire";

/** True when it was judged all through a window: 100 % of a minute are no 100 % of a quarter. */
export function isCovered(
  { judgedSince, until }: Pick<HistoryWire, "judgedSince" | "until">,
  window: HistoryWindow,
): boolean {
  return judgedSince !== null && Date.parse(judgedSince) <= Date.parse(until) - historyWindowMs(window);
}
