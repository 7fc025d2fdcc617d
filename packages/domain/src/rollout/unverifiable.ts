import type { UnverifiableReason } from "../glossary.ts";
import { matchIdentity, versionBucket } from "../matching/index.ts";
import { knownIdentities } from "./sample.ts";
import { type Slice, sumSlices } from "./slices.ts";
import {
  countAnswers,
  countVisible,
  type PartView,
  type RolloutView,
  versionsIn,
  watchedFrom,
} from "./view.ts";

/** Why a deploy cannot be judged, and the parts that say so. */
export type Unverifiable = { reason: UnverifiableReason; parts: PartView[] };

/** A handful of answers, of the last minute or more, before anything is said about them. */
const answersMin = 5;
/** The first answers of a watch may still come from instances that are about to go. */
export const settleInMs = 20_000;
/** After this long without any answer nobody is looking. */
export const silenceMs = 120_000;

/**
 * Whether the facts forbid a judgement, checked until the deploy is live. Nothing here is final: as soon as answers
 * tell, the deploy is judged by them.
 */
export function findUnverifiable(view: RolloutView): Unverifiable | null {
  const { facts, state, parts, now } = view;
  const from = watchedFrom(facts);
  if (state.liveAt !== null) return null;
  if (!facts.monitors.some((monitor) => monitor.verifies)) return { reason: "no_monitors", parts: [] };
  if (from === null) return null;
  const named = (reason: UnverifiableReason, found: PartView[]) =>
    found.length === 0 ? null : { reason, parts: found };
  const blocked = named("blocked", parts.filter(isBlocked));
  if (blocked !== null || now - from < settleInMs) return blocked;
  return (
    named("no_version", parts.filter(tellsNoVersion)) ??
    named("identity_mismatch", findMismatch(view)) ??
    findSilence(view, now - Math.max(from, facts.judgingSince ?? 0))
  );
}

function isBlocked({ kept }: PartView): boolean {
  return kept.blocked >= answersMin && 2 * kept.blocked >= countAnswers(kept);
}

function tellsNoVersion({ kept, isSilent }: PartView): boolean {
  return !isSilent && kept.marks.unreadable >= answersMin && countVisible(kept) === 0;
}

/**
 * The monitors whose answers have all moved to one version that is neither announced nor known from before; once the
 * deadline has passed, most answers are enough.
 */
function findMismatch(view: RolloutView): PartView[] {
  const monitorIds = [...new Set(view.parts.map((part) => part.monitor.id))];
  return monitorIds.flatMap((id) => {
    const parts = view.parts.filter((part) => part.monitor.id === id);
    const heard = parts.filter((part) => !part.isSilent);
    const isSeen = parts.some((part) => part.cell.firstSeenAt !== null);
    const isMismatch = heard.length > 0 && !isSeen && heard.every((part) => hasMoved(part, view));
    return isMismatch ? heard : [];
  });
}

/** So long nothing else may have answered. */
const movedForMs = 20_000;

/** When nobody knows what served before, the answers themselves must have changed during the watch. */
function hasMoved({ cell, kept }: PartView, view: RolloutView): boolean {
  if (isPastDeadline(view) && servesForeign(kept, view)) return true;
  const [first, second] = versionsIn(sumSlices(cell.slices, view.now - movedForMs), view.facts);
  if (first === undefined || second !== undefined || first.count < answersMin) return false;
  if (first.bucket === "other") return !isEarlier(first.value, view);
  const servedBefore = view.state.versions.some(({ value }) => value !== first.value);
  return first.bucket === "previous" && view.facts.previousIdentities.length === 0 && servedBefore;
}

/** At least half of the answers carry versions that are neither announced nor known from before. */
function servesForeign(slice: Slice, view: RolloutView): boolean {
  const foreign = versionsIn(slice, view.facts)
    .filter(({ value, bucket }) => bucket === "other" && !isEarlier(value, view))
    .reduce((sum, { count }) => sum + count, 0);
  return foreign >= answersMin && 2 * foreign >= countVisible(slice);
}

function isPastDeadline({ facts, state, now }: RolloutView): boolean {
  return now - state.progress.at >= facts.policy.progressDeadlineMs;
}

/**
 * Whether another build than the announced one is on its way: it has answered for less than a deadline, or most
 * answers are its by now. Then the announced one is missing for a reason of its own, and not stuck.
 */
export function isForeignComing(view: RolloutView): boolean {
  const { facts, state, now, firstSeenAt, window } = view;
  if (firstSeenAt !== null) return false;
  if (servesForeign(window, view)) return true;
  const known = knownIdentities(facts);
  return state.versions.some(({ value, firstAt, lastAt }) => {
    const isForeign = versionBucket(value, known).version === "other" && !isEarlier(value, view);
    const isFresh = now - lastAt < view.windowMs && now - firstAt < facts.policy.progressDeadlineMs;
    return isForeign && isFresh;
  });
}

function isEarlier(value: string, { facts }: RolloutView): boolean {
  return facts.earlier.some(({ identities }) => matchIdentity(value, identities) !== null);
}

/** Without samples nothing is stuck: after two silent minutes, or at the deadline, the reason is that nobody looks. */
function findSilence(view: RolloutView, waitedMs: number): Unverifiable | null {
  const { facts, parts, state, now } = view;
  const silent = parts.filter((part) => part.isSilent);
  const isAllSilent = silent.length === parts.length;
  if (isAllSilent && waitedMs >= silenceMs) return { reason: "too_few_samples", parts: silent };
  if (now - state.progress.at < facts.policy.progressDeadlineMs) return null;
  const isJustBack = now - (facts.judgingSince ?? 0) < silenceMs;
  if (isJustBack && state.progress.at < (facts.judgingSince ?? 0)) return null;
  const heard = parts.filter((part) => !part.isSilent);
  const hasTooFew = heard.reduce((sum, part) => sum + countAnswers(part.kept), 0) < answersMin;
  const waitsForSilent = silent.length > 0 && heard.every((part) => part.isDone);
  return hasTooFew || waitsForSilent ? { reason: "too_few_samples", parts: silent } : null;
}
