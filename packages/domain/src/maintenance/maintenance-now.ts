import type { Instant } from "../glossary.ts";
import { nextOccurrence, occurrenceAt, occurrencesAfter } from "./occurrences.ts";
import type { MaintenanceWindow, Occurrence } from "./types.ts";

/**
 * After maintenance what fails is probed afresh, and told only if it still fails after so long: the last answers before
 * the end are those of the maintenance.
 */
export const settleMs = 30_000;

/** How the windows of one service and environment stand at an instant. */
export type MaintenanceNow<W extends MaintenanceWindow> = {
  /** The window that is on, the one that ends last where several are. */
  current: { window: W; occurrence: Occurrence } | null;
  /** None is on, and one ended less than `settleMs` ago: then. */
  endedAt: Instant | null;
  /** When this answer changes, always after `now`; `null`: never. */
  changesAt: Instant | null;
};

/** Looks at all windows of a place together. */
export function maintenanceAt<W extends MaintenanceWindow>(
  windows: readonly W[],
  now: Instant,
): MaintenanceNow<W> {
  const [current = null] = windows
    .flatMap((window) => {
      const occurrence = occurrenceAt(window, now);
      return occurrence === null ? [] : [{ window, occurrence }];
    })
    .sort((a, b) => b.occurrence.until - a.occurrence.until);
  if (current !== null) return { current, endedAt: null, changesAt: current.occurrence.until };
  const ended = windows.flatMap((window) => endsSince(window, now - settleMs, now));
  const endedAt = ended.length === 0 ? null : Math.max(...ended);
  const starts = windows.flatMap((window) => nextOccurrence(window, now)?.from ?? []);
  const changes = endedAt === null ? starts : [...starts, endedAt + settleMs];
  return { current: null, endedAt, changesAt: changes.length === 0 ? null : Math.min(...changes) };
}

function endsSince(window: MaintenanceWindow, since: Instant, now: Instant): Instant[] {
  const ends: Instant[] = [];
  for (const { until } of occurrencesAfter(window, since)) {
    if (until > now) break;
    ends.push(until);
  }
  return ends;
}
