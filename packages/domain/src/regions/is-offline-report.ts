import type { Outcome } from "../observation.ts";

/**
 * Whether a report of answers says that its region has no connection of its own: at least half of them say so.
 * `null` for a report without answers, which says nothing.
 */
export function isOfflineReport(outcomes: readonly Outcome[]): boolean | null {
  if (outcomes.length === 0) return null;
  const offline = outcomes.filter((outcome) => outcome.kind === "observer_offline").length;
  return offline * 2 >= outcomes.length;
}
