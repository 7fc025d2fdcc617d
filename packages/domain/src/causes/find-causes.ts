import type { Cause } from "../glossary.ts";
import { preflightCause } from "../preflight/preflight-cause.ts";
import type { Findings } from "../rollout/findings.ts";
import type { RolloutView } from "../rollout/view.ts";
import { edgeStale, missingAsset } from "./edge-causes.ts";
import { earlierVersionBack, neverStarted, partialBackends, regionLagging } from "./pattern-causes.ts";
import {
  badRelease,
  identityMismatch,
  noMonitors,
  proberBlocked,
  progressDeadline,
  tooFewPods,
  versionNotReported,
} from "./quality-causes.ts";
import { rankCauses } from "./rank-causes.ts";

const rules: readonly ((view: RolloutView, found: Findings) => Cause | null)[] = [
  noMonitors,
  identityMismatch,
  proberBlocked,
  versionNotReported,
  earlierVersionBack,
  badRelease,
  tooFewPods,
  missingAsset,
  edgeStale,
  regionLagging,
  partialBackends,
  (view, { stuck }) => (stuck === null ? null : preflightCause(view.facts, stuck.kind === "never_seen")),
  neverStarted,
  progressDeadline,
];

/**
 * Ranked explanations of a bad verdict from the pattern of answers and what the registry said, the likeliest first; empty when nothing is
 * wrong. Text from targets and announcements stands in evidence and commands as it came, quoted for a shell.
 */
export function findCauses(view: RolloutView, found: Findings): Cause[] {
  const { unverifiable, rollback, comeback, degradation, missingAssets, stuck } = found;
  const isBad = [unverifiable, rollback, comeback, degradation, missingAssets, stuck].some(
    (finding) => finding !== null,
  );
  if (!isBad || found.ended !== null) return [];
  return rankCauses(rules.map((rule) => rule(view, found)).filter((cause) => cause !== null));
}
