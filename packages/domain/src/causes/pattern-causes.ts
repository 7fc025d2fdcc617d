/** Causes that the pattern of answers shows from outside, for a rollout that does not move. */
import type { Cause } from "../glossary.ts";
import { describePreflight } from "../preflight/describe-preflight.ts";
import { provesAbsence } from "../preflight/proof.ts";
import { isOriginOld } from "../rollout/comparison.ts";
import { countInstances, oldInstances } from "../rollout/count-instances.ts";
import type { Findings } from "../rollout/findings.ts";
import { sumWindows } from "../rollout/slices.ts";
import {
  countAnswers,
  type PartView,
  previousName,
  type RolloutView,
  servingInstead,
} from "../rollout/view.ts";
import { countOf, formatDuration, formatShare, listNames } from "../words/index.ts";
import { kubectl, quoteForShell, rolloutCommands, workloadOf } from "./commands.ts";

/** Nothing of the new version was ever seen, while the old one answers. */
export function neverStarted(view: RolloutView, { stuck }: Findings): Cause | null {
  const { facts, now } = view;
  // A missing image says why already.
  const isExplained = facts.preflight ? provesAbsence(facts.preflight, facts.status) : false;
  if (stuck?.kind !== "never_seen" || isExplained) return null;
  const answers = countAnswers(view.window);
  const instead = servingInstead(view) ?? previousName(view);
  const image = facts.names.image;
  const evidence = [
    `0 of ${countOf(answers, "probe")} answered ${facts.version} in ${formatDuration(now - stuck.since)}`,
    ...(instead === null
      ? []
      : [`${instead} answers in all ${countOf(regionsOf(view.parts).length, "region")}`]),
    ...(facts.status === "succeeded" ? ["CI says that its job succeeded"] : []),
    ...(facts.status === "failed" ? ["CI says that its job failed"] : []),
    ...(facts.preflight?.outcome.kind === "found" ? [describePreflight(facts.preflight)] : []),
    ...(view.state.cdn !== null && isOriginOld(view.parts)
      ? ["past the caches the old version answers too: the origin is old"]
      : []),
  ];
  return {
    code: "never_started",
    title:
      "The new version never started to serve: its image cannot be pulled, it crashes, or the job changed nothing",
    confidence: facts.status === "failed" ? 0.8 : 0.6,
    evidence,
    next: [
      ...rolloutCommands(facts),
      ...(image === null ? [] : [`docker manifest inspect ${quoteForShell(image)}`]),
    ],
  };
}

/** Some regions are done while others have not moved at all. */
export function regionLagging(view: RolloutView): Cause | null {
  const regions = regionsOf(view.parts).map((region) => ({ region, ...countsOf(view, region) }));
  const told = regions.filter(({ answers }) => answers >= 5);
  const done = told.filter(({ expected, answers }) => expected >= 0.95 * answers);
  const lagging = told.filter(({ expected, answers }) => expected <= 0.05 * answers);
  if (done.length === 0 || lagging.length === 0 || done.length + lagging.length < told.length) return null;
  return {
    code: "region_lagging",
    title: `${listNames(lagging.map(({ region }) => region))} ${lagging.length === 1 ? "was" : "were"} not updated`,
    confidence: 0.85,
    // What was left behind comes first: it is what is to be looked at.
    evidence: [...lagging, ...done].map(
      ({ region, expected, answers }) =>
        `${region}: ${expected} of ${answers} answers are ${view.facts.version}`,
    ),
    next: [
      `Check that the deploy reached the cluster behind ${listNames(lagging.map(({ region }) => region))}, and where its name resolves to`,
      kubectl(view.facts, `rollout status ${workloadOf(view.facts)} --timeout=10s`),
    ],
  };
}

/** Long enough to meet one old instance among many, even at the slow pace of a stuck rollout. */
const mixSpanMs = 300_000;
/** An address that gave fewer answers may have hidden another instance. */
const addressAnswersMin = 4;

/** Old and new answer side by side in the same region, and it stays that way. */
export function partialBackends(view: RolloutView, { stuck, comeback, rollback }: Findings): Cause | null {
  if (rollback !== null || (stuck?.kind !== "partial" && comeback?.kind !== "old")) return null;
  // What answered before the last progress has been replaced since.
  const from = Math.max(view.now - mixSpanMs, view.state.progress.at);
  const mixed = view.parts.filter((part) => {
    if (part.isDone && !part.isReturned) return false;
    const { expected, answers } = recentCounts(part, from);
    return expected > 0 && expected < answers;
  });
  if (mixed.length === 0) return null;
  const sum = (of: (counts: { expected: number; answers: number }) => number) =>
    mixed.reduce((n, part) => n + of(recentCounts(part, from)), 0);
  const [answers, old] = [sum((c) => c.answers), sum((c) => c.answers - c.expected)];
  const oldName = servingInstead(view) ?? previousName(view) ?? "the old version";
  const stale = staleAddresses(mixed);
  return {
    code: "partial_backends",
    title:
      stale === null
        ? "Some instances behind the same address were not replaced"
        : "Some backends were not replaced",
    confidence: stale === null ? 0.65 : 0.8,
    evidence: [
      `${formatShare(old, answers)} of answers are ${oldName} in ${listNames(regionsOf(mixed))} (${old} of ${answers}, last ${formatDuration(view.now - from)})`,
      ...(stale === null ? [] : [`${stale} still answer ${oldName}`]),
      ...namedText(view),
      ...(view.state.cdn === null ? ["no cache headers"] : []),
    ],
    next: rolloutCommands(view.facts),
  };
}

const namedMax = 5;

/** "2 of 9 instances still serve another version: checkout-7d9f-x2kq and checkout-7d9f-p8wz", where answers name theirs. */
function namedText(view: RolloutView): string[] {
  const [old, all] = [oldInstances(view), countInstances(view)];
  if (all === null || old.length === 0) return [];
  const rest = old.length > namedMax ? [countOf(old.length - namedMax, "other")] : [];
  const names = listNames([...old.slice(0, namedMax), ...rest]);
  return [
    `${old.length} of ${countOf(all.total, "instance")} still ${old.length === 1 ? "serves" : "serve"} another version: ${names}`,
  ];
}

function recentCounts({ cell }: PartView, from: number): { expected: number; answers: number } {
  const sum = { expected: 0, answers: 0 };
  for (const slice of cell.history) {
    if (slice.at < from) continue;
    sum.expected += slice.expected;
    sum.answers += slice.answers;
  }
  return sum;
}

/** "2 of 4 remote addresses (203.0.113.7 and 203.0.113.9)"; `null` unless old and new divide by address. */
function staleAddresses(parts: readonly PartView[]): string | null {
  const kept = sumWindows(parts.map((part) => part.kept));
  const addresses = Object.entries(kept.addresses);
  const stale = addresses.filter(([, { expected, others }]) => expected === 0 && others >= addressAnswersMin);
  const isDivided = addresses.every(([, { expected, others }]) => expected === 0 || others === 0);
  if (!isDivided || stale.length === 0 || stale.length === addresses.length) return null;
  const names = listNames(stale.map(([address]) => address));
  return `${stale.length} of ${addresses.length} remote addresses (${names})`;
}

/** An earlier version serves again. */
export function earlierVersionBack(view: RolloutView, { rollback, comeback }: Findings): Cause | null {
  if (rollback === null && comeback?.kind !== "old") return null;
  const version = rollback?.version ?? comeback?.version ?? "an earlier version";
  const regions = rollback === null ? regionsOf(comeback?.parts ?? []) : regionsOf(view.parts);
  return {
    code: "earlier_version_back",
    title: `${version} is back in ${listNames(regions)}: a rollback, or two controllers that fight`,
    confidence: rollback === null ? 0.6 : 0.85,
    evidence: [
      `${version} answers in ${listNames(regions)}; ${view.facts.version} was seen before`,
      "no announcement says so",
    ],
    next: [
      kubectl(view.facts, `rollout history ${workloadOf(view.facts)}`),
      "If it was meant, accept it as expected",
    ],
  };
}

function countsOf(view: RolloutView, region: string): { expected: number; answers: number } {
  const parts = view.parts.filter((part) => part.region === region && !part.isSilent);
  const { marks } = sumWindows(parts.map((part) => part.kept));
  return { expected: marks.expected, answers: marks.expected + marks.previous + marks.other };
}

function regionsOf(parts: readonly PartView[]): string[] {
  return [...new Set(parts.map((part) => part.region))];
}
