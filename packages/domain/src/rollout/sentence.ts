/** The one thing a human could say in the incident call, with the numbers behind it. */
import type { DeployState } from "../glossary.ts";
import { proofWords } from "../policy/proof-words.ts";
import { describePreflight, warnOfPreflight } from "../preflight/describe-preflight.ts";
import { countOf, formatDuration, formatShare, listNames } from "../words/index.ts";
import { countInstances } from "./count-instances.ts";
import { degradedSentence } from "./degraded-sentence.ts";
import type { Findings } from "./findings.ts";
import { missingAssetsSentence } from "./missing-assets-sentence.ts";
import { downSentence, laggardSentence, servedSentence } from "./sentence-parts.ts";
import { staleEdgeSentence } from "./stale-edge.ts";
import { unverifiableSentence } from "./unverifiable-sentence.ts";
import { usualSentence } from "./usual.ts";
import { countAnswers, previousName, type RolloutView, servingInstead } from "./view.ts";

/** Words for a state that holds in `view`; `found` must be what the rules found in it. */
export function sentenceOf(state: DeployState, view: RolloutView, found: Findings): string {
  const { facts, now } = view;
  const { version } = facts;
  const sinceStart = formatDuration(now - (facts.startedAt ?? now));
  switch (state) {
    case "pending":
      return `${version} is announced and has not started.`;
    case "waiting":
      return `${version} has not answered yet, ${sinceStart} after the start. ${imageWarning(view)}${usualSentence(view)}${staleEdgeSentence(view)}${servedSentence(view)}`;
    case "rolling":
      return `${shareSentence(view)}${driftSentence(found)} ${instancesSentence(view)}${laggardSentence(view)}${usualSentence(view)}${staleEdgeSentence(view)}${servedSentence(view)}`;
    case "at_target":
      return `${shareSentence(view)} That is its target of ${formatShare(facts.targetShare ?? 0, 1)}. ${servedSentence(view)}`;
    case "holding":
      return `${version} is proven ${everywhere(view)} and held for another ${formatDuration((found.holdUntil ?? now) - now)}. ${servedSentence(view)}`;
    case "live":
      return liveSentence(view);
    case "stuck":
      return `${stuckSentence(view, found)} ${staleEdgeSentence(view)}${servedSentence(view)}`;
    case "degraded":
      return worseSentence(view, found);
    case "old_returned":
      return `${found.comeback?.version ?? "The old version"} is back${inParts(found)} although ${version} was live. ${shareSentence(view)}`;
    case "rolled_back":
      return `${found.rollback?.version ?? "An earlier version"} serves everywhere again, and nobody announced it. ${servedSentence(view)}`;
    case "unverifiable":
      return unverifiableSentence(view, found);
    case "superseded":
      return `${version} was superseded by a newer announcement. ${shareSentence(view)}`;
    case "cancelled":
      return `${version} was cancelled. ${shareSentence(view)}`;
    case "expired":
      return `${version} was watched for ${formatDuration(facts.watchUntil - (facts.startedAt ?? facts.announcedAt))} without proof. ${shareSentence(view)}`;
  }
}

function worseSentence(view: RolloutView, { degradation, missingAssets }: Findings): string {
  if (degradation !== null) return degradedSentence(view, degradation);
  return missingAssets === null ? servedSentence(view) : missingAssetsSentence(view, missingAssets);
}

/** "7 of 9 instances serve it. ", "1 of 1 instance serves it. " where answers name theirs, with a space at its end; else empty. */
function instancesSentence(view: RolloutView): string {
  const instances = countInstances(view);
  if (instances === null) return "";
  const { expected, total } = instances;
  return `${expected} of ${countOf(total, "instance")} ${total === 1 ? "serves" : "serve"} it. `;
}

/** "1.42.0 answered 87 % of probes (174 of 200, last 60 s)." */
function shareSentence({ facts, window, windowMs }: RolloutView): string {
  const answers = countAnswers(window);
  if (answers === 0) return `No probe has answered in the last ${formatDuration(windowMs)}.`;
  const { expected } = window.marks;
  return `${facts.version} answered ${formatShare(expected, answers)} of probes (${expected} of ${answers}, last ${formatDuration(windowMs)}).`;
}

/** What speaks against the image, with a space at its end; empty when nothing does. */
function imageWarning({ facts }: RolloutView): string {
  const warning = facts.preflight ? warnOfPreflight(facts.preflight) : null;
  return warning === null ? "" : `${warning} `;
}

function driftSentence(found: Findings): string {
  if (found.comeback?.kind !== "other") return "";
  const what = found.comeback.version ?? "Another version";
  return ` ${what} answers${inParts(found)}, and nobody announced it.`;
}

function inParts({ comeback }: Findings): string {
  const regions = [...new Set(comeback?.parts.map((part) => part.region) ?? [])];
  return regions.length === 0 ? "" : ` in ${listNames(regions)}`;
}

function everywhere(view: RolloutView): string {
  const regions = new Set(view.parts.map((part) => part.region)).size;
  return regions === 1 ? "in its one region" : `in all ${regions} regions`;
}

function liveSentence(view: RolloutView): string {
  const { facts, state } = view;
  const proof = `${proofWords(facts.policy)}, ${everywhere(view)}`;
  if (view.isReannounced) {
    return `${facts.version} is live (${proof}). It was served before it was announced: the two cannot be told apart by version.`;
  }
  const took = formatDuration((state.liveAt ?? view.now) - (facts.startedAt ?? view.now));
  const down = downSentence(view);
  return `${facts.version} went live ${took} after the start: ${proof}.${down === "" ? "" : ` ${down}`}`;
}

function stuckSentence(view: RolloutView, { stuck }: Findings): string {
  const { facts, now } = view;
  if (stuck?.rule === "stuck.preflight" && facts.preflight) {
    return `${facts.version} cannot start: ${describePreflight(facts.preflight)}`;
  }
  const idle = formatDuration(now - (stuck?.since ?? now));
  if (stuck?.kind === "never_seen") {
    const other = servingInstead(view) ?? previousName(view);
    const instead = other === null ? "" : `; ${other} answers instead`;
    return `${facts.version} has not appeared for ${idle}${instead}.`;
  }
  return `${facts.version} is stuck: no proven progress for ${idle}. ${shareSentence(view)} ${instancesSentence(view)}${laggardSentence(view)}`.trim();
}
