/** The shapes around maintenance windows. */
import type { Instant } from "../glossary.ts";
import type { MaintenanceRepeat } from "../wire/maintenance.ts";

/** When a window is on: once from `from` until `until`, or as often as `repeat` says between them (`null`: for ever). */
export type MaintenanceWindow = {
  from: Instant;
  until: Instant | null;
  repeat: MaintenanceRepeat | null;
  /** Somebody ended it then: the time that it was on is over, a recurring one is on again the next time. */
  endedAt: Instant | null;
};

/** One time that a window is on. */
export type Occurrence = { from: Instant; until: Instant };
