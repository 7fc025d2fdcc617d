/** The health of a monitor in one region: failures and good answers in a row, in the order they were scheduled. */
import type { Instant } from "../glossary.ts";
import { isOk, type Observation } from "../observation.ts";
import { describeOutcome } from "../observation-text.ts";
import {
  countBad,
  countWell,
  failuresNeeded,
  goodsNeeded,
  isProven,
  type Suspicion,
  suspect,
  type Tendency,
} from "./run-needed.ts";
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
  /** How its answers are while it is well, and during the present failing; absent without any. */
  well?: Tendency;
  bad?: Tendency;
  /** What speaks against a well region; absent while nothing does. */
  suspicion?: Suspicion;
  /** When the answer was scheduled that made it failing. */
  decidedAt?: Instant;
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
  const recent = [...streak.recent, answer];
  const isInOrder = answer.at > (streak.recent.at(-1)?.at ?? 0);
  if (!isInOrder) recent.sort((a, b) => a.at - b.at || a.seq - b.seq);
  const [oldest] = recent;
  if (oldest === undefined || recent.length <= recentMax) return { ...streak, recent };
  return { ...countAnswer(streak, oldest, policy), settledAt: oldest.at, recent: recent.slice(1) };
}

/** The region as its last answer leaves it. */
export function currentStreak(streak: RegionStreak, policy: HealthPolicy): RegionStreak {
  return streak.recent.reduce((counted, answer) => countAnswer(counted, answer, policy), streak);
}

function countAnswer(streak: RegionStreak, answer: HealthAnswer, policy: HealthPolicy): RegionStreak {
  return answer.failure === null
    ? countGood(streak, answer, policy)
    : countFailure(streak, answer.at, answer.failure, policy);
}

/** `undecided` becomes `up` with the first good answer: a new monitor is not held to the recovery threshold. */
function countGood(streak: RegionStreak, { at }: HealthAnswer, policy: HealthPolicy): RegionStreak {
  const goods = streak.goods + 1;
  const counted = { failures: 0, failingFrom: null, goods };
  if (streak.state === "failing") {
    const state = goods < goodsNeeded(streak.bad, policy) ? "failing" : "up";
    return { ...enter(streak, state, at), ...counted };
  }
  const suspicion = suspect(streak.suspicion, streak.well, false);
  return { ...enter(streak, "up", at), ...counted, well: countWell(streak.well, streak.failures), suspicion };
}

function countFailure(
  streak: RegionStreak,
  at: Instant,
  lastFailure: string,
  policy: HealthPolicy,
): RegionStreak {
  const failures = streak.failures + 1;
  const failingFrom = streak.failingFrom ?? at;
  const counted = { failures, failingFrom, goods: 0, lastFailure };
  if (streak.state === "failing") return { ...streak, ...counted, bad: countBad(streak.bad, streak.goods) };
  const suspicion = suspect(streak.suspicion, streak.well, true);
  const isDecided = failures >= failuresNeeded(streak.well, policy) || isProven(suspicion, policy);
  if (!isDecided) return { ...streak, ...counted, suspicion };
  const { answers, odd } = suspicion ?? { answers: failures, odd: 0 };
  return {
    ...enter(streak, "failing", failingFrom),
    ...counted,
    bad: { answers, odd },
    suspicion: undefined,
    decidedAt: at,
  };
}

function enter(streak: RegionStreak, state: RegionStreak["state"], since: Instant): RegionStreak {
  return state === streak.state ? streak : { ...streak, state, since };
}
