/** The shapes around the regions that probes run from: are they heard, and who was told that they are not? */
import type { Instant } from "../glossary.ts";

/** What is known of one prober. Times are the judge's own: when its heartbeats were taken in, not when they were sent. */
export type ProberSign = {
  heardAt: Instant;
  /** Since when it has been heard without a pause. */
  heardSince: Instant;
  /** Since when its answers say that it has no connection of its own; `null` while it has one. */
  offlineSince: Instant | null;
};

/** Silent: no prober is heard. Offline: a prober is heard, but reaches nothing. */
export type LostHow = "silent" | "offline";

/**
 * How a region stands. `fading` and `returning` are changes too young to be told: a restart and an upgrade look the
 * same. `since` is when it began to be so; of a fading, silent or offline region, when its last good prober was lost.
 */
export type RegionPresence = {
  region: string;
  state: "present" | "returning" | "fading" | LostHow;
  since: Instant;
};

/** A region that somebody was told is lost. */
export type LostRegion = { region: string; how: LostHow; since: Instant };

/** The one probe outage of a workspace that has not ended: what was told of and has not come back. */
export type ProbeOutage = { id: string; regions: LostRegion[] };

/**
 * One thing to tell. `present` names the other regions of the workspace, which go on. A region that came back may
 * have been taken away instead: `isRemoved`.
 */
export type ProbeOutageChange =
  | { type: "lost"; regions: LostRegion[]; present: string[] }
  | { type: "back"; regions: (LostRegion & { isRemoved: boolean })[]; stillLost: LostRegion[] };

/** What one step made of the outage; `next` has no regions when it is over, and is `null` when there is none. */
export type ProbeOutageAdvance = { next: ProbeOutage | null; changes: ProbeOutageChange[] };
