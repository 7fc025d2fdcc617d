/** What a rule asks for and what its numbers were, in words: the answer to "why did this alert, or not". */
import type { RuleName } from "../rollout/rule-names.ts";
import { formatPercent } from "../words/index.ts";
import {
  answersByVersion,
  missingFiles,
  type Numbers,
  type NumberWords,
  numberIn,
  parts,
  peak,
  progress,
  proof,
  provenBy,
  shortestRun,
} from "./number-words.ts";

type RuleWords = { rule: (numbers: Numbers) => string; numbers: NumberWords[] };

const always: NumberWords[] = [answersByVersion, parts];
const say = (text: string) => () => text;

/** Every rule that may decide. */
export const ruleWords: Record<RuleName, RuleWords> = {
  "pending.not_started": {
    rule: say("Announced, not started: no clock runs and nobody waits for it."),
    numbers: [],
  },
  "waiting.not_seen": {
    rule: say("Started, and no answer has carried the new version yet."),
    numbers: [...always, progress],
  },
  "rolling.seen": {
    rule: (numbers) => `The new version answers, but it is not yet proven everywhere (${provenBy(numbers)}).`,
    numbers: [...always, shortestRun, progress],
  },
  "drift.other_version": {
    rule: say("It was live, and now a version that nobody announced provably has a share of the answers."),
    numbers: always,
  },
  "at_target.target_share": {
    rule: say("The canary's share is its target, as far as the answers of the last minute can tell."),
    numbers: always,
  },
  "holding.hold_time": {
    rule: say("Proven everywhere; it must stay so for the hold time before it counts as live."),
    numbers: [...always, shortestRun],
  },
  "live.clean_run": {
    rule: (numbers) =>
      `In every monitor and region that verifies, so many new answers came in a row that it is proven: ${provenBy(numbers)}, however often anybody looks.`,
    numbers: [...always, shortestRun],
  },
  "live.already": {
    rule: say("What was announced was served already, so old and new cannot be told apart by version."),
    numbers: always,
  },
  "stuck.progress_deadline": {
    rule: say(
      "No proven progress until the progress deadline, and the answers do not show that it keeps its own pace.",
    ),
    numbers: [progress, ...always, peak],
  },
  "stuck.stalled": {
    rule: say(
      "After it was seen, the gain over at least 4 min is provably below the rollout's own pace, and less than half of it, and nothing looks like a gain now. That need not wait for the deadline.",
    ),
    numbers: [progress, ...always, peak],
  },
  "stuck.preflight": {
    rule: say(
      "CI says that the image is there, its registry says that it is not, and nothing expected has answered. It is asked again and again.",
    ),
    numbers: always,
  },
  "degraded.new_fails": {
    rule: say("The new version's answers provably fail more often than answers did before it came."),
    numbers: [proof("of the new version failed"), ...always],
  },
  "degraded.fails": {
    rule: say("Answers provably fail more often than before the deploy, whichever version they come from."),
    numbers: [proof("failed"), ...always],
  },
  "degraded.slow": {
    rule: say(
      "The new version is provably slower, with 1.5 times the old version's time and at least 100 ms more let pass: its answers rank above the old ones (Mann and Whitney), or more than one in ten lies above the old p95.",
    ),
    numbers: [proof("of the new version were slow"), ...always],
  },
  "degraded.missing_asset": {
    rule: say(
      "It is live, and twice in a row a script, style or other file that its page asks for was not there: 404, 410, a server error, or a page in its place.",
    ),
    numbers: [missingFiles, ...always],
  },
  "old_returned.share_test": {
    rule: (numbers) =>
      `It was live, and an earlier version provably has ${formatPercent(numberIn(numbers, "tolerance") ?? 0.1)} of the answers or more again. Single old answers would not have counted.`,
    numbers: always,
  },
  "rolled_back.earlier_everywhere": {
    rule: say(
      "In every region that is heard, so many earlier answers came in a row that the new version is gone.",
    ),
    numbers: [...always, peak],
  },
  "unverifiable.no_version": {
    rule: say("The answers do not name a version where the monitor reads it, so nothing can be compared."),
    numbers: always,
  },
  "unverifiable.blocked": {
    rule: say(
      "At least half of the answers refuse our probes (403 or 429), so they say nothing about users.",
    ),
    numbers: always,
  },
  "unverifiable.too_few_samples": {
    rule: say("Too few answers come to say anything; never called stuck without samples."),
    numbers: always,
  },
  "unverifiable.no_monitors": {
    rule: say("No monitor of this service in this environment reads a version."),
    numbers: [],
  },
  "unverifiable.identity_mismatch": {
    rule: say("After the announcement all answers moved to one version that nobody announced."),
    numbers: always,
  },
  "superseded.newer_announcement": {
    rule: say("A newer deploy of the same service and environment was announced."),
    numbers: always,
  },
  "cancelled.by_hand": { rule: say("Somebody, or CI, said that this deploy is over."), numbers: always },
  "expired.watch_until": {
    rule: say("It was watched for as long as agreed without proof."),
    numbers: [...always, progress],
  },
};

/** The rule of a verdict and its numbers as sentences. One that is not known here keeps its name. */
export function explainRule({ rule, numbers }: { rule: string; numbers: Numbers }): {
  rule: string;
  numbers: string[];
} {
  const words = (ruleWords as Partial<Record<string, RuleWords>>)[rule];
  if (words === undefined) return { rule: `${rule}.`, numbers: [] };
  return {
    rule: words.rule(numbers),
    numbers: words.numbers.map((line) => line(numbers)).filter((line) => line !== null),
  };
}
