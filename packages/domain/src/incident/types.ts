/** The shapes around the incident machine: at most one open incident per service and environment. */
import type { Cause, IncidentKind, IncidentState, Instant, Severity } from "../glossary.ts";
import type { Flap } from "./flap.ts";

/** One thing wrong with a service and environment right now, by whichever judgement found it. */
export type Trouble = {
  /** Stable while the trouble lasts: `deploy:dep_…`, `monitor:mon_…`, `drift`. */
  key: string;
  kind: IncidentKind;
  severity: Severity;
  title: string;
  impact: string;
  since: Instant;
  deployId: string | null;
  monitorId: string | null;
  causes: Cause[];
};

/** What was told; `isNoted`: so far in a note alone, which not every channel is given. */
export type Told = { key: string; kind: IncidentKind; severity: Severity; isNoted?: true };

/** An incident as the machine needs it; store all of it, `told` above all. */
export type IncidentSnapshot = {
  id: string;
  state: IncidentState;
  kind: IncidentKind;
  severity: Severity;
  title: string;
  openedAt: Instant;
  snoozedUntil: Instant | null;
  /** Something of it was not told because of a silence or a snooze: told when that is over. */
  withheld: boolean;
  /** Since when what was told waits for somebody to acknowledge it. */
  alarmedAt: Instant;
  /** When anything of it was told last, reminders included. */
  toldAt: Instant;
  /** Whoever is told after so many minutes without acknowledgement has been told; 0: nobody. */
  escalatedMinutes: number;
  deployId: string | null;
  causes: Cause[];
  flap: Flap;
  /** Keys and kinds that were told, so that a recovery follows only its own alert. */
  told: Told[];
};

/** Nobody is told of a service's problems until then, by a person's wish. `says` is the reason for people. */
export type Silence = { until: Instant; says: string };

/** How long a told problem may stay unacknowledged before it is told again, and to whom else. */
export type Patience = {
  remindEveryMinutes: Record<Severity, number | null>;
  /** The waits of those who are told when nobody acknowledges it for so long. */
  escalateAfterMinutes: readonly number[];
};

/**
 * When and around what an incident advances. `newId` is used only when an incident opens. `carriedBy` is the open, started
 * deploy that has not been judged live or bad yet: while it is there, an incident about an earlier deploy stays open on
 * its behalf. `silence` holds at `now`.
 */
export type IncidentScene = {
  now: Instant;
  newId: () => string;
  carriedBy?: string | null;
  silence?: Silence | null;
  patience?: Patience | null;
  /** The `flap` of the incident before, when a new one opens. */
  flapBefore?: Flap | null;
};

/**
 * One thing that happened to an incident. `tell` is false for what belongs on the timeline only: the incident is
 * snoozed, its service is muted, somebody has acknowledged it, it flaps, or exactly this was told before.
 */
export type IncidentChange =
  | { type: "opened"; tell: boolean; trouble: Trouble }
  | { type: "changed"; tell: boolean; trouble: Trouble; from: IncidentKind }
  | { type: "escalated"; tell: boolean; trouble: Trouble }
  /** A snooze or a silence is over, and it is still wrong. */
  | { type: "woke"; tell: boolean; trouble: Trouble }
  /** Nobody has acknowledged it for so many minutes: those who wait for that are told. */
  | { type: "unanswered"; tell: true; trouble: Trouble; afterMinutes: number }
  | { type: "reminded"; tell: true; trouble: Trouble }
  /** Other monitors went down as well: whoever was told of the problem may see how far it goes. */
  | { type: "widened"; tell: true; troubles: Trouble[] }
  /** It flaps, was calm for a while, and is wrong again: exactly that was told. */
  | { type: "returned"; tell: false; trouble: Trouble }
  /** A newer deploy is under way: what was found of the one before it says nothing about this one. */
  | { type: "carried"; tell: false; from: string | null; to: string }
  | { type: "resolved"; tell: boolean; kind: IncidentKind; openedAt: Instant; durationMs: number };

/** What one step made of the incident. Write both in one transaction. */
export type IncidentAdvance = {
  /** With state `resolved` when this advance resolved it; `null` when there is nothing open and nothing to open. */
  next: IncidentSnapshot | null;
  changes: IncidentChange[];
};
