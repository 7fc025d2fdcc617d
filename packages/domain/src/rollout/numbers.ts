import type { DeployState } from "../glossary.ts";
import { answersByVersion } from "./answers-by-version.ts";
import { evidenceNeeded } from "./clean-run.ts";
import type { Findings } from "./findings.ts";
import type { RuleName } from "./rule-names.ts";
import { readLateness } from "./usual.ts";
import { countAnswers, type RolloutView } from "./view.ts";

/** The rule that decided on a state. */
export function ruleOf(state: DeployState, view: RolloutView, found: Findings): RuleName {
  if (state === "stuck") return found.stuck?.rule ?? "stuck.progress_deadline";
  if (state === "unverifiable") return `unverifiable.${found.unverifiable?.reason ?? "too_few_samples"}`;
  if (state === "degraded") return `degraded.${found.degradation?.kind ?? "missing_asset"}`;
  if (state === "live") return view.isReannounced ? "live.already" : "live.clean_run";
  if (state === "rolling" && found.comeback?.kind === "other") return "drift.other_version";
  return rules[state];
}

const rules: Record<Exclude<DeployState, "stuck" | "unverifiable" | "degraded" | "live">, RuleName> = {
  superseded: "superseded.newer_announcement",
  cancelled: "cancelled.by_hand",
  expired: "expired.watch_until",
  rolled_back: "rolled_back.earlier_everywhere",
  old_returned: "old_returned.share_test",
  holding: "holding.hold_time",
  at_target: "at_target.target_share",
  rolling: "rolling.seen",
  waiting: "waiting.not_seen",
  pending: "pending.not_started",
};

/** The numbers behind the verdict: settings, counts of the window, and those of the rule that decided. */
export function numbersOf(view: RolloutView, found: Findings): Record<string, number | string | null> {
  const { facts, state, window, parts } = view;
  const { expected, old } = answersByVersion(window);
  const proof = found.degradation?.proof ?? null;
  const preflight = found.stuck?.rule === "stuck.preflight" ? (facts.preflight ?? null) : null;
  return {
    tolerance: facts.policy.tolerance,
    risk: facts.policy.risk,
    answers: countAnswers(window),
    failed: window.marks.error,
    expectedAnswers: expected.answers,
    expectedFailed: expected.failed,
    oldAnswers: old.answers,
    oldFailed: old.failed,
    parts: parts.length,
    partsDone: parts.filter((part) => part.isDone).length,
    partsSilent: parts.filter((part) => part.isSilent).length,
    cleanRunShortest: parts.length === 0 ? null : Math.min(...parts.map(({ cell }) => cell.tally.run.clean)),
    samplesCounted: parts.reduce((sum, { cell }) => sum + cell.tally.seen, 0),
    progressKind: state.progress.kind,
    progressAt: state.progress.at,
    peakShare: Math.round(state.progress.peakShare * 1000) / 1000,
    idleMs: view.now - state.progress.at,
    progressDeadlineMs: facts.policy.progressDeadlineMs,
    ...(preflight !== null && { image: preflight.outcome.kind, imageCheckedAt: preflight.checkedAt }),
    ...(proof !== null && {
      proofLimit: Math.round(proof.limit * 1000) / 1000,
      proofHits: proof.hits,
      proofAnswers: proof.answers,
      proofEvidenceNeeded: Math.round(proof.needed * 10) / 10,
    }),
    ...(found.missingAssets !== null && {
      assetsChecked: found.missingAssets.checked,
      assetsMissing: found.missingAssets.assets.length,
    }),
    ...usualNumbers(view),
    evidenceNeededNow: Math.round(evidenceMost(view) * 10) / 10,
  };
}

function usualNumbers(view: RolloutView): Record<string, number | string | null> {
  const lateness = readLateness(view);
  if (lateness === null) return {};
  const { firstSeen, live, late } = lateness;
  return {
    usualFirstSeenMs: firstSeen?.usualMs ?? null,
    lateFirstSeenMs: firstSeen?.lateMs ?? null,
    usualLiveMs: live?.usualMs ?? null,
    lateLiveMs: live?.lateMs ?? null,
    laterThanUsual: late,
  };
}

function evidenceMost({ parts, facts }: RolloutView): number {
  return Math.max(0, ...parts.map(({ cell }) => evidenceNeeded(cell.tally.run, facts.policy)));
}
