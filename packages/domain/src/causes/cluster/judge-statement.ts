/** What one statement shows, if anything. */
import type { Statement } from "./reader/statement.ts";
import { wordsOf } from "./reader/statement.ts";
import type { ClusterRule, Sign } from "./rules/cluster-rule.ts";
import { clusterRules } from "./rules/cluster-rules.ts";
import { initContainerFailing, probeFailing } from "./rules/container-rules.ts";
import { unschedulable } from "./rules/placement-rules.ts";
import { progressDeadline } from "./rules/progress-rule.ts";

/** A rule that a statement matches; `tells` as in `Sign`. */
export type Finding = { rule: ClusterRule; tells: Sign["tells"]; statement: Statement };

/** The first rule that the statement's words match; `null` when they show nothing. Linear in the statement's length. */
export function judgeStatement(statement: Statement): Finding | null {
  if (statement.source === "row" && statement.isReady) return null;
  const words = isOwnFailure(statement) ? "Error" : wordsOf(statement);
  if (isEndedRun(statement, words)) return null;
  for (const rule of clusterRules) {
    const sign = rule.signs.find((candidate) => shows(candidate, statement, words));
    if (sign === undefined) continue;
    const isOfInit = statement.isInit && rule.code === "crash_loop";
    return { rule: isOfInit ? initContainerFailing : rule, tells: sign.tells, statement };
  }
  return judgeSlowRow(statement);
}

function shows(sign: Sign, { type }: Statement, words: string): boolean {
  if (type === "Normal" && sign.evenIfNormal !== true) return false;
  const says = (patterns: readonly RegExp[]) => patterns.some((pattern) => pattern.test(words));
  return says(sign.says) && (sign.about === undefined || says(sign.about)) && !says(sign.unless ?? []);
}

/** What a program said when it failed is about the program, whatever it speaks of; but it may not have run at all. */
function isOwnFailure({ source, reason, message }: Statement): boolean {
  return source === "state" && reason === "Error" && !/\bexec format error\b/i.test(message);
}

/** A container that is ready now, and whose run before ended with an error, has got over it. */
function isEndedRun({ isPast, isReady }: Statement, words: string): boolean {
  return isPast && isReady && /^Error\b/.test(words);
}

const pendingMs = 60_000;
const unreadyMs = 120_000;
const initMs = 300_000;

/** Rows that are normal for a moment, and not for long. */
function judgeSlowRow(statement: Statement): Finding | null {
  const { source, reason, lifeMs } = statement;
  if (source !== "row" || lifeMs === null || reason === null) return null;
  if (reason === "Pending" && lifeMs >= pendingMs) return { rule: unschedulable, tells: 1, statement };
  if (reason === "NoneAvailable" && lifeMs >= unreadyMs)
    return { rule: progressDeadline, tells: 0, statement };
  if (reason === "Running" && lifeMs >= unreadyMs) return { rule: probeFailing, tells: 1, statement };
  if (/^Init:\d/.test(reason) && lifeMs >= initMs) return { rule: initContainerFailing, tells: 1, statement };
  return null;
}
