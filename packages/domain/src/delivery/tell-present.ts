/**
 * What a channel is told when its message comes late: the truth at the moment of sending, never what was true when the
 * message was written. Several messages about one incident that wait for the same channel become one.
 */
import type { Instant } from "../glossary.ts";
import type { Notice, NoticeType } from "../notice.ts";
import { formatDuration, formatSpan } from "../words/index.ts";

/** Told within this time of being written, a message is not called late. */
export const lateAfterMs = 60_000;

/** What is known of the subject now, as far as it differs from what was written. */
export type PresentFacts = Partial<
  Pick<Notice, "impact" | "summary" | "serving" | "share" | "regions" | "causes">
>;

/**
 * `waiting`: what this channel has not heard of one subject, oldest first, at least one. `isProblemTold`: it has heard the
 * problem before. `present` freshens a problem that still lasts.
 */
export type WaitingNotices = {
  waiting: readonly Notice[];
  isProblemTold: boolean;
  now: Instant;
  present?: PresentFacts;
  acknowledgedBy?: string;
};

/**
 * The one message to send for all that waits; `null` for a recovery of what this channel was never told. A problem that
 * is over already is told as one that was, with its times; a problem that lasts is told as it is now.
 */
export function tellPresent({
  waiting,
  isProblemTold,
  now,
  present,
  acknowledgedBy,
}: WaitingNotices): Notice | null {
  const [first] = waiting;
  const last = waiting.at(-1);
  if (first === undefined || last === undefined) return null;
  const telling = { ...last.telling, ...lateness(first, now) };
  if (last.tone === "problem" && telling.lateByMs !== undefined)
    return {
      ...last,
      ...present,
      at: now,
      telling: { ...telling, ...(acknowledgedBy && { acknowledgedBy }) },
    };
  const missed = waiting.findLast((notice) => notice.tone === "problem");
  if (last.tone === "recovery" && !isProblemTold)
    return missed === undefined ? null : tellOver(missed, last, telling, waiting);
  return Object.keys(telling).length === 0 ? last : { ...last, telling };
}

function lateness(first: Notice, now: Instant): { lateByMs?: number } {
  const lateByMs = now - first.at;
  return first.sample || lateByMs < lateAfterMs ? {} : { lateByMs };
}

function tellOver(
  missed: Notice,
  end: Notice,
  telling: NonNullable<Notice["telling"]>,
  waiting: readonly Notice[],
): Notice {
  const since = Math.min(...waiting.map((notice) => notice.since ?? notice.at));
  const over = { type: missed.type, since, until: end.at };
  const delayed = telling.lateByMs === undefined ? "" : `; delayed ${formatDuration(telling.lateByMs)}`;
  const was = wasWords(missed.type);
  return {
    ...end,
    since,
    impact: `${was.charAt(0).toUpperCase()}${was.slice(1)} ${formatSpan(since, end.at)}, resolved${delayed}`,
    summary: `${end.impact}. While it lasted: ${missed.impact}`,
    telling: { ...telling, over },
  };
}

/** A problem in the past tense, for a sentence about its subject: "was stuck". */
export function wasWords(type: NoticeType): string {
  const words: Partial<Record<NoticeType, string>> = {
    "rollout.stuck": "was stuck",
    "rollout.degraded": "was degraded",
    "rollout.old_returned": "was replaced by the old version",
    "rollout.rolled_back": "was rolled back",
    "rollout.unverifiable": "could not be verified",
    "health.down": "was down",
    "health.advisory": "was failing in part",
    "drift.detected": "served another version",
    "probe_outage.detected": "was without probes",
  };
  return words[type] ?? "had a problem";
}
