import type { Bucket } from "../glossary.ts";
import { isOk, type Outcome, type ProbeResult } from "../observation.ts";
import { type MatchRule, matchIdentity } from "./match-identity.ts";
import { isReadableVersion } from "./readable-version.ts";

/** Where an answer stands on the version axis; independent of whether the answer was good. */
export type VersionBucket = "expected" | "previous" | "other" | "unreadable";

/**
 * What the answer is compared with. `previousIdentities` empty means that nobody knows what served before: every
 * readable version that is not expected then counts as `previous`.
 */
export type KnownIdentities = { identities: readonly string[]; previousIdentities: readonly string[] };

/** An answer on both axes, and `bucket`, the one mark that people see of it. */
export type Classification = {
  bucket: Bucket;
  version: VersionBucket;
  /** The version as reported, when it is readable. */
  reported: string | null;
  ok: boolean;
  matchRule: MatchRule | null;
};

/**
 * Puts one answer on the two axes. The mark is `error` for every answer that was not good, whatever version it
 * carries; the version still counts in the judgement, which is why it is returned beside the mark.
 */
export function classifyAnswer(
  result: Pick<ProbeResult, "outcome" | "failedAssertions" | "version">,
  known: KnownIdentities,
): Classification {
  const ok = isOk(result);
  const reported = reportedVersion(result);
  const { version, matchRule } = versionBucket(reported, known);
  return { bucket: foldAxes(version, ok), version, reported, ok, matchRule };
}

/** The one mark of an answer for people. */
export function foldAxes(version: VersionBucket, ok: boolean): Bucket {
  return ok ? version : "error";
}

/** The version axis alone. A text that matches both the expected and the previous version tells neither. */
export function versionBucket(
  reported: string | null,
  known: KnownIdentities,
): { version: VersionBucket; matchRule: MatchRule | null } {
  if (reported === null) return { version: "unreadable", matchRule: null };
  const expected = matchIdentity(reported, known.identities);
  const isPrevious = matchIdentity(reported, known.previousIdentities) !== null;
  if (expected !== null && isPrevious) return { version: "unreadable", matchRule: null };
  if (expected !== null) return { version: "expected", matchRule: expected.rule };
  const isOld = isPrevious || known.previousIdentities.length === 0;
  return { version: isOld ? "previous" : "other", matchRule: null };
}

/**
 * The readable version of an answer, `null` without one. A header speaks on any status, a body only on 2xx: error
 * pages are often written by somebody else.
 */
export function reportedVersion(result: Pick<ProbeResult, "outcome" | "version">): string | null {
  const { outcome, version } = result;
  if (version === null || outcome.kind !== "answered") return null;
  const counts = version.reader.from === "header" || isSuccess(outcome);
  return counts && isReadableVersion(version.value) ? version.value : null;
}

function isSuccess(outcome: Extract<Outcome, { kind: "answered" }>): boolean {
  return outcome.status >= 200 && outcome.status < 300;
}
