import type { Cause, CauseCode } from "../../glossary.ts";
import { rankCauses } from "../rank-causes.ts";

/** What we saw ourselves and what explains everything by itself: no word from inside can say otherwise. */
const ownFacts: ReadonlySet<CauseCode> = new Set([
  "edge_stale",
  "identity_mismatch",
  "version_not_reported",
  "prober_blocked",
  "no_monitors",
  "earlier_version_back",
]);

/** What would keep every pod of the version from starting: not so where the version answers. */
const refutedByAnswers: ReadonlySet<CauseCode> = new Set([
  "image_not_found",
  "invalid_image_name",
  "image_never_present",
  "admission_denied",
]);

/** What the cluster said lately is at least this sure. */
const specificFrom = 0.6;
const step = 0.05;

/**
 * One ranked list from the causes seen from outside and those that the cluster named. What the cluster names in
 * particular comes before the patterns it explains, never before what we saw ourselves, and counts for little when
 * answers of the expected version (`isExpectedSeen`) speak against it. A code that both name is one cause.
 */
export function mergeCauses(
  outside: readonly Cause[],
  cluster: readonly Cause[],
  { isExpectedSeen }: { isExpectedSeen: boolean },
): Cause[] {
  const ceiling =
    Math.min(...outside.filter(({ code }) => ownFacts.has(code)).map(sureness), 1 + step) - step;
  const named = cluster.map((cause) => ({ ...cause, confidence: weigh(cause, isExpectedSeen, ceiling) }));
  // That a deadline has passed is what we see from outside, too.
  const telling = named.filter(({ code }) => code !== "progress_deadline");
  const best = Math.max(0, ...telling.map(sureness));
  const explained = outside.map((cause) =>
    ownFacts.has(cause.code) || best < specificFrom
      ? cause
      : { ...cause, confidence: Math.min(cause.confidence, round(best - step)) },
  );
  const codes = new Set([...explained, ...named].map(({ code }) => code));
  const joined = [...codes].map((code) =>
    [...named, ...explained].filter((cause) => cause.code === code).reduce(join),
  );
  return rankCauses(joined);
}

const sureness = ({ confidence }: Cause) => confidence;
const round = (confidence: number) => Math.round(Math.max(0, confidence) * 100) / 100;

function weigh({ code, confidence }: Cause, isExpectedSeen: boolean, ceiling: number): number {
  const isRefuted = isExpectedSeen && refutedByAnswers.has(code);
  return round(Math.min(isRefuted ? confidence * 0.3 : confidence, ceiling));
}

/** Two sources that say the same, the first of which has the words. */
function join(one: Cause, other: Cause): Cause {
  return {
    ...other,
    ...one,
    confidence: Math.max(one.confidence, other.confidence),
    evidence: [...new Set([...one.evidence, ...other.evidence])],
    next: [...new Set([...one.next, ...other.next])],
  };
}
