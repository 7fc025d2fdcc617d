/** The health of a monitor in one region: failures and good answers in a row, in the order they were scheduled. */
import type { Instant } from "../glossary.ts";
import { isOk, type Observation } from "../observation.ts";
import { describeOutcome } from "../observation-text.ts";
import type { HealthPolicy } from "./types.ts";

/** One answer that counts for health; `failure` says what went wrong, `null` when nothing did. */
export type HealthAnswer = { at: Instant; seq: number; failure: string | null };

/**
 * What is known of a region. `recent` holds the last answers in scheduled order, so that one which was overtaken
 * still takes its place; older ones are settled into the streak and forgotten.
 */
export type RegionStreak = {
  state: "up" | "failing" | "undecided";
  since: Instant | null;
  failures: number;
  /** When the failures in a row began. */
  failingFrom: Instant | null;
  goods: number;
  lastFailure: string | null;
  settledAt: Instant;
  recent: HealthAnswer[];
};

/** Longer than a slow answer can be overtaken at the pace of one answer a second. */
const recentMax = 20;

/** A region of which nothing was heard yet. */
export const emptyStreak: RegionStreak = {
  state: "undecided",
  since: null,
  failures: 0,
  failingFrom: null,
  goods: 0,
  lastFailure: null,
  settledAt: 0,
  recent: [],
};

/** Turns an observation into an answer that counts; `null` for one that says nothing about the target. */
export function toHealthAnswer(observation: Observation): HealthAnswer | null {
  const { outcome, failedAssertions, scheduledAt: at, seq } = observation;
  if (outcome.kind === "observer_offline") return null;
  if (isOk(observation)) return { at, seq, failure: null };
  const said = describeOutcome(outcome, observation.totalMs);
  const failure = failedAssertions.length === 0 ? said : `${said}: ${failedAssertions.join("; ")}`;
  return { at, seq, failure };
}

/** Takes one answer in. A second delivery, and one older than what is settled, change nothing. */
export function addAnswer(streak: RegionStreak, answer: HealthAnswer, policy: HealthPolicy): RegionStreak {
  const isKnown = streak.recent.some((known) => known.at === answer.at && known.seq === answer.seq);
  if (isKnown || answer.at <= streak.settledAt) return streak;
  const recent = [...streak.recent, answer].sort((a, b) => a.at - b.at || a.seq - b.seq);
  const [oldest] = recent;
  if (oldest === undefined || recent.length <= recentMax) return { ...streak, recent };
  return { ...countAnswer(streak, oldest, policy), settledAt: oldest.at, recent: recent.slice(1) };
}

/** The region as its last answer leaves it. */
export function currentStreak(streak: RegionStreak, policy: HealthPolicy): RegionStreak {
  return streak.recent.reduce((counted, answer) => countAnswer(counted, answer, policy), streak);
}

/** `undecided` becomes `up` with the first good answer: a new monitor is not held to the recovery threshold. */
function countAnswer(streak: RegionStreak, answer: HealthAnswer, policy: HealthPolicy): RegionStreak {
  if (answer.failure === null) {
    const goods = streak.goods + 1;
    const next = streak.state === "failing" && goods < policy.recoveryThreshold ? "failing" : "up";
    return { ...enter(streak, next, answer.at), failures: 0, failingFrom: null, goods };
  }
  const failures = streak.failures + 1;
  const failingFrom = streak.failingFrom ?? answer.at;
  const state = failures >= policy.failureThreshold ? "failing" : streak.state;
  const counted = { failures, failingFrom, goods: 0, lastFailure: answer.failure };
  return { ...enter(streak, state, failingFrom), ...counted };
}

function enter(streak: RegionStreak, state: RegionStreak["state"], since: Instant): RegionStreak {
  return state === streak.state ? streak : { ...streak, state, since };
}
