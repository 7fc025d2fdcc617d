/** The shapes around the judgement of a monitor's health. */
import type { HealthState, Instant } from "../glossary.ts";

/** How a monitor's health is judged: its own settings, and the regions it is probed from now. */
export type HealthPolicy = {
  regions: string[];
  /** N of the quorum; `null`: ⌊M/2⌋ + 1 of the M fresh regions. */
  quorum: number | null;
  /** Failures in a row that make a region failing. */
  failureThreshold: number;
  /** Good answers in a row that make it well again. */
  recoveryThreshold: number;
  /** A region whose last answer is older is not fresh. */
  freshMs: number;
  /** A region that was failing when it went silent keeps a bad verdict for this long after it is not fresh. */
  heldMs: number;
  /** A probe that was asked for is answered within this time, or not at all: the timeout and the way. */
  answerWithinMs: number;
  /** An advisory that lasts this long is alerted as a warning. Default 600 000. */
  advisoryAlertMs: number;
  enabled: boolean;
};

/** A monitor in one region; `no_data` without a fresh answer, or before the first decision. */
export type RegionHealth = {
  region: string;
  state: "up" | "failing" | "no_data";
  since: Instant | null;
  lastAt: Instant | null;
  /** What went wrong last, for people: "timed out after 10 s waiting for the first byte". */
  lastFailure: string | null;
  /** It was failing when it fell silent, not long ago. */
  wasFailing?: boolean;
};

/** The judgement over a monitor at one instant. `failing` and `fresh` count regions, `quorum` is N among the fresh. */
export type HealthVerdict = {
  health: HealthState;
  /** What was decided with the last data there was; another than `health` while there is none. */
  decided?: "up" | "down" | "advisory" | "unknown";
  since: Instant;
  regions: RegionHealth[];
  failing: number;
  fresh: number;
  quorum: number;
  /** Whole sentence with numbers. */
  sentence: string;
  /** Regions to probe again at once to confirm a fresh failure or recovery. */
  confirmIn: string[];
  /** An advisory has lasted long enough to be told, and is not known to have ended. */
  advisoryDue: boolean;
  nextJudgeAt: Instant | null;
};
