/** An observation as the judgement of a rollout sees it: small, classified, ready to be put in order. */
import { isBurstSeq } from "../due/probe-seq.ts";
import type { Bucket, Instant } from "../glossary.ts";
import {
  foldAxes,
  type KnownIdentities,
  matchIdentity,
  reportedVersion,
  type VersionBucket,
  versionBucket,
} from "../matching/index.ts";
import { isOk, type Observation } from "../observation.ts";
import type { DeployFacts } from "./types.ts";

/** One answer, both axes apart. `at` and `seq` are its place in the schedule, `ms` what it took. */
export type Sample = {
  at: Instant;
  seq: number;
  /** Not asked plainly; states of earlier releases hold such, and they are never counted with the others. */
  isBusted: boolean;
  mark: Bucket;
  version: VersionBucket;
  ok: boolean;
  /** Refused by a guard in front of the service (403, 429) or by our own (a private address), without a version. */
  isBlocked: boolean;
  /** Carries a version that was live here before, be it the previous one or an older one. */
  isEarlier: boolean;
  ms: number;
  /** The prober was late itself: `ms` says nothing about the target. */
  isDelayed?: true;
};

/** True for a plain sample of a burst: only those prove versions, because only their ticks are known to be complete. */
export function isBurstSample(sample: Pick<Sample, "seq" | "isBusted">): boolean {
  return isBurstSeq(sample.seq) && !sample.isBusted;
}

/** A sample, and the version as its answer reported it. */
export type ReadSample = { sample: Sample; reported: string | null };

/**
 * Gives a reader of observations: it classifies them, and gives `null` for one that says nothing about the target.
 * Each version is matched once however many answers report it.
 */
export function createSampleReader(facts: DeployFacts): (observation: Observation) => ReadSample | null {
  const known = knownIdentities(facts);
  const matched = new Map<string | null, Pick<Sample, "version" | "isEarlier">>();
  const match = (reported: string | null) => {
    const { version } = versionBucket(reported, known);
    const isEarlier = version === "previous" || isEarlierVersion(reported, version, facts);
    return { version, isEarlier };
  };
  return (observation) => {
    if (observation.outcome.kind === "observer_offline") return null;
    const reported = reportedVersion(observation);
    const { version, isEarlier } = matched.get(reported) ?? match(reported);
    matched.set(reported, { version, isEarlier });
    const ok = isOk(observation);
    const sample: Sample = {
      at: observation.scheduledAt,
      seq: observation.seq,
      isBusted: observation.variant !== "plain",
      mark: foldAxes(version, ok),
      version,
      ok,
      isBlocked: reported === null && isRefusedToUs(observation),
      isEarlier,
      ms: Math.round(observation.totalMs),
      ...(isDelayed(observation) ? { isDelayed: true } : {}),
    };
    return { sample, reported };
  };
}

/** Half of the least slowness that is told; slow answers bear more. */
const delayMsMax = 50;

function isDelayed({ observerDelayMs = 0, totalMs }: Observation): boolean {
  return observerDelayMs > Math.max(delayMsMax, totalMs / 10);
}

/** What an announcement says of the versions, new and old. */
type AnnouncedIdentities = Pick<DeployFacts, "version" | "identities" | "previousIdentities">;

/**
 * The identities that answers are compared with. Announcing again what is served already leaves nothing to compare
 * with: every answer would match both sides, so the previous side is left out.
 */
export function knownIdentities(facts: AnnouncedIdentities): KnownIdentities {
  const { identities, previousIdentities } = facts;
  return { identities, previousIdentities: isAnnouncedAgain(facts) ? [] : previousIdentities };
}

/** True when the announced version is the previous one, and no commit says that it is another build of it. */
export function isAnnouncedAgain({ version, identities, previousIdentities }: AnnouncedIdentities): boolean {
  if (matchIdentity(version, previousIdentities) === null) return false;
  const [ours, theirs] = [identities.filter(isCommit), previousIdentities.filter(isCommit)];
  const isUndecided = ours.length === 0 || theirs.length === 0;
  return isUndecided || ours.some((commit) => matchIdentity(commit, theirs) !== null);
}

function isCommit(identity: string): boolean {
  return /^[0-9a-f]{7,64}$/i.test(identity.trim());
}

function isEarlierVersion(
  reported: string | null,
  version: VersionBucket,
  { earlier }: DeployFacts,
): boolean {
  if (reported === null || version !== "other") return false;
  return earlier.some(({ identities }) => matchIdentity(reported, identities) !== null);
}

function isRefusedToUs({ outcome, failedAssertions }: Observation): boolean {
  if (outcome.kind === "blocked_target") return true;
  const isRefusal = outcome.kind === "answered" && (outcome.status === 403 || outcome.status === 429);
  return isRefusal && failedAssertions.length > 0;
}
