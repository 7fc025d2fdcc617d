import type { Instant } from "../glossary.ts";

/** How far back a history may look. */
export const historyWindows = ["24h", "7d", "30d", "90d"] as const;
export type HistoryWindow = (typeof historyWindows)[number];

/** The spans of time that answers are added up over. */
export type RollupSpan = "minute" | "hour" | "day";

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** Their lengths; minutes, hours and days are those of UTC. */
export const rollupSpanMs: Record<RollupSpan, number> = { minute, hour, day };

/** From which roll-ups a history is read, in columns of `stepMs` from `from`; the last one ends at `until` or later. */
export type HistoryPlan = { span: RollupSpan; from: Instant; until: Instant; stepMs: number };

type Choice = { span: RollupSpan; stepMs: number };

/** From fine to coarse. */
const choices: Record<HistoryWindow, { windowMs: number; of: readonly [Choice, ...Choice[]] }> = {
  "24h": {
    windowMs: day,
    of: [
      { span: "minute", stepMs: 10 * minute },
      { span: "hour", stepMs: hour },
    ],
  },
  "7d": {
    windowMs: 7 * day,
    of: [
      { span: "hour", stepMs: 2 * hour },
      { span: "day", stepMs: day },
    ],
  },
  "30d": { windowMs: 30 * day, of: [{ span: "day", stepMs: day }] },
  "90d": { windowMs: 90 * day, of: [{ span: "day", stepMs: day }] },
};

/** How long a window is. */
export function historyWindowMs(window: HistoryWindow): number {
  return choices[window].windowMs;
}

/** Rows that one history may take from the roll-ups of its own span. */
const rowsMax = 6_000;

/**
 * Chooses the finest roll-ups whose rows are few enough, where `series` is how many monitor-and-region pairs are looked
 * at: the cost of a history grows neither with its age nor with the pace of the probes.
 */
export function planHistory(window: HistoryWindow, series: number, now: Instant): HistoryPlan {
  const { windowMs, of } = choices[window];
  const isFew = ({ span }: Choice) => (windowMs / rollupSpanMs[span]) * series <= rowsMax;
  const { span, stepMs } = of.find(isFew) ?? of.at(-1) ?? of[0];
  return { span, stepMs, from: Math.floor((now - windowMs) / stepMs) * stepMs + stepMs, until: now };
}
