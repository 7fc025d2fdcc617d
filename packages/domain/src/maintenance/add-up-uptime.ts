import type { HealthState, Instant } from "../glossary.ts";

/** What an environment's health was for a while; `until: null` is now. */
export type HealthSpan = { health: HealthState; from: Instant; until: Instant | null };

/** For how long an environment's health was this. */
export type HealthLength = { health: HealthState; ms: number };

/** How long it was what, in milliseconds; `share` is up of what was up or down, `null` when it was neither. */
export type Uptime = {
  share: number | null;
  upMs: number;
  downMs: number;
  maintenanceMs: number;
  unknownMs: number;
};

type Part = Exclude<keyof Uptime, "share">;

/** An advisory serves most: it is up. Without data, paused or before the first probe nothing is known. */
const partOf: Record<HealthState, Part> = {
  up: "upMs",
  advisory: "upMs",
  down: "downMs",
  maintenance: "maintenanceMs",
  no_data: "unknownMs",
  paused: "unknownMs",
  unknown: "unknownMs",
};

/** True for a health that says how users were served. */
export function isJudgedHealth(health: HealthState): boolean {
  return partOf[health] === "upMs" || partOf[health] === "downMs";
}

/** Adds a range of `rangeMs` up; maintenance is left out of the share, as is what nothing is known of, gaps included. */
export function addUpUptime(lengths: readonly HealthLength[], rangeMs: number): Uptime {
  const sums = { upMs: 0, downMs: 0, maintenanceMs: 0, unknownMs: 0 };
  for (const { health, ms } of lengths) sums[partOf[health]] += ms;
  const { upMs, downMs, maintenanceMs } = sums;
  const judgedMs = upMs + downMs;
  return {
    ...sums,
    share: judgedMs === 0 ? null : upMs / judgedMs,
    unknownMs: rangeMs - judgedMs - maintenanceMs,
  };
}
