/** Causes of answers that got worse, and of verdicts that cannot be given. */
import type { Cause } from "../glossary.ts";
import { answersBefore, answersByVersion, type FailedOf } from "../rollout/answers-by-version.ts";
import type { Findings } from "../rollout/findings.ts";
import { progressWords } from "../rollout/progress-words.ts";
import { countAnswers, previousName, type RolloutView, versionsIn } from "../rollout/view.ts";
import { countOf, formatDuration, formatShare, listNames } from "../words/index.ts";
import { kubectl, rolloutCommands, workloadOf } from "./commands.ts";

/** The new version itself fails or is slow. */
export function badRelease(view: RolloutView, { degradation }: Findings): Cause | null {
  if (degradation === null) return null;
  const { facts, window, firstSeenAt } = view;
  const { expected, old } = answersByVersion(window);
  const silent = window.failed.unreadable;
  const before = answersBefore(degradation.cells);
  const isNew = degradation.kind === "new_fails" || degradation.kind === "slow";
  const since = formatDuration(Math.max(0, view.now - degradation.since));
  const oldName = previousName(view) ?? "the old version";
  return {
    code: "bad_release",
    title: isNew
      ? `${facts.version} answers worse than ${oldName}`
      : "Answers got worse since the deploy began",
    confidence: isNew ? 0.85 : 0.6,
    evidence: [
      ...(expected.answers === 0 ? [] : [`${facts.version}: ${failedOf(expected)}`]),
      ...(old.answers === 0 ? [] : [`${oldName}: ${failedOf(old)}`]),
      ...(before.answers === 0 ? [] : [`before the deploy: ${failedOf(before)}`]),
      ...(silent === 0 ? [] : [`${countOf(silent, "failed probe")} told no version`]),
      `began ${since} ago${firstSeenAt !== null && degradation.since >= firstSeenAt ? `, after the first answer of ${facts.version}` : ""}`,
    ],
    next: [
      kubectl(facts, `logs ${workloadOf(facts)} --tail=100`),
      kubectl(facts, `rollout undo ${workloadOf(facts)}`),
    ],
  };
}

function failedOf({ failed, answers }: FailedOf): string {
  return `${failed} of ${countOf(answers, "probe")} failed (${formatShare(failed, answers)})`;
}

/** Both versions answer well, yet probes fail before anybody answers: too few instances are left. */
export function tooFewPods(view: RolloutView, { degradation }: Findings): Cause | null {
  if (degradation?.kind !== "fails") return null;
  const { expected, old } = answersByVersion(view.window);
  const silent = view.window.failed.unreadable;
  const isOthersWell = expected.failed + old.failed <= 0.1 * silent;
  if (silent === 0 || !isOthersWell || expected.answers + old.answers === 0) return null;
  return {
    code: "too_few_pods",
    title: "Too few instances are left to serve while the rollout goes on",
    confidence: 0.65,
    evidence: [
      `${silent} of ${countOf(countAnswers(view.window), "probe")} failed without an answer from either version`,
      `answers that came were good: ${expected.answers - expected.failed} of ${expected.answers} new, ${old.answers - old.failed} of ${old.answers} old`,
    ],
    next: [
      kubectl(view.facts, "get pods -o wide"),
      "Look at maxUnavailable, readiness probes and how long old instances keep serving while they stop",
    ],
  };
}

/** Answers come, but none says which version it is. */
export function versionNotReported(view: RolloutView, { unverifiable }: Findings): Cause | null {
  if (unverifiable?.reason !== "no_version") return null;
  const unreadable = unverifiable.parts.reduce((sum, { kept }) => sum + kept.marks.unreadable, 0);
  const monitors = [...new Set(unverifiable.parts.map((part) => part.monitor.name))];
  return {
    code: "version_not_reported",
    title: `${listNames(monitors)} answers without a version that can be read`,
    confidence: 0.95,
    evidence: [
      `${countOf(unreadable, "good answer")} told no version; "unknown", "dev" and empty ones do not count`,
    ],
    next: [
      `Send it with every answer, errors included: X-Version: ${view.facts.version}`,
      "nginx: add_header X-Version $app_version always;",
      "Or choose another place to read it from in the monitor's settings",
    ],
  };
}

/** Nobody looks at the version. */
export function noMonitors({ facts }: RolloutView, { unverifiable }: Findings): Cause | null {
  if (unverifiable?.reason !== "no_monitors") return null;
  const { service, environment, monitors, monitorUrl } = facts;
  const at = monitorUrl === undefined ? "" : `: ${monitorUrl}`;
  return {
    code: "no_monitors",
    title: `No monitor reads the version of ${service} in ${environment}`,
    confidence: 1,
    evidence:
      monitors.length === 0
        ? [`${service} has no monitor in ${environment}`]
        : [`${listNames(monitors.map(({ name }) => name))} reads no version, or not with GET or HEAD`],
    next: [
      monitors.length === 0
        ? `Add a monitor that reads the version${at}`
        : `Choose where the monitor reads the version${at}`,
    ],
  };
}

/** Everything moved to a version, but not to the announced one. */
export function identityMismatch(view: RolloutView, { unverifiable }: Findings): Cause | null {
  if (unverifiable?.reason !== "identity_mismatch") return null;
  const answered = versionsIn(view.window, view.facts).filter(({ bucket }) => bucket !== "expected");
  const names = listNames(answered.map(({ value }) => value));
  return {
    code: "identity_mismatch",
    title: `Answers say ${names}, the announcement says ${view.facts.version}`,
    confidence: 0.8,
    evidence: [
      ...answered.map(({ value, count }) => `${countOf(count, "answer")} of ${value}`),
      `announced identities: ${listNames(view.facts.identities, 6)}`,
    ],
    next: [
      "If both are the same build, say so with one click",
      "Announce the commit as well: --identity <commit>",
    ],
  };
}

/** Something in front of the service refuses our probes. */
export function proberBlocked({ facts }: RolloutView, { unverifiable }: Findings): Cause | null {
  if (unverifiable?.reason !== "blocked") return null;
  const blocked = unverifiable.parts.reduce((sum, { kept }) => sum + kept.blocked, 0);
  const all = unverifiable.parts.reduce((sum, { kept }) => sum + countAnswers(kept), 0);
  const regions = [...new Set(unverifiable.parts.map((part) => part.region))];
  const addresses = [...new Set(regions.flatMap((region) => facts.egressAddresses?.[region] ?? []))];
  return {
    code: "prober_blocked",
    title: "Our probes are refused, so nothing can be said about the version",
    confidence: 0.9,
    evidence: [
      `${blocked} of ${countOf(all, "probe")} were refused (403, 429, or an address that is not allowed)`,
      `from ${listNames(regions)}`,
    ],
    next: [
      `Allow ${listNames(addresses, addresses.length) || "the probers' addresses"}, or their user agent, rollcall/…, in the firewall or bot rules`,
      "For a private address set ROLLCALL_ALLOW_TARGETS",
    ],
  };
}

/** CI and the cluster may still be at it; said when nothing more telling was found. */
export function progressDeadline(view: RolloutView, { stuck }: Findings): Cause | null {
  if (stuck === null || stuck.kind === "never_seen") return null;
  return {
    code: "progress_deadline",
    title: "The rollout stopped half-way: paused, out of quota, or new instances do not become ready",
    confidence: 0.4,
    evidence: [
      `no proven progress for ${formatDuration(view.now - stuck.since)}`,
      `the last was ${progressWords[view.state.progress.kind]}`,
    ],
    next: rolloutCommands(view.facts),
  };
}
