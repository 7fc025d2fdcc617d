import { mergeCauses } from "@rollcall/domain/cluster-causes";
import type { Cause } from "@rollcall/domain/glossary";
import type { RolloutVerdict } from "@rollcall/domain/rollout";
import { readClusterColumn } from "../evidence/cluster-words.ts";
import { causePages } from "./cause-page.ts";
import { isBadState } from "./collect-troubles.ts";
import type { JudgedDeploy } from "./load-environment.ts";

/**
 * The causes of a verdict from outside together with what the cluster named, each with its page. Only a bad verdict
 * has what the cluster names; words from before the deploy went live, or was tried anew, explain nothing after it.
 */
export function joinCauses(deploy: JudgedDeploy, verdict: RolloutVerdict, baseUrl: string): Cause[] {
  const words = readClusterColumn(deploy.clusterWords);
  const since = Math.max(verdict.liveAt ?? 0, deploy.retriedAt?.getTime() ?? 0);
  if (words === null || words.at <= since || !verdict.conditions.some(isBadState))
    return causePages(verdict.causes, baseUrl);
  const isExpectedSeen = verdict.share.expected > 0;
  return causePages(mergeCauses(verdict.causes, words.causes, { isExpectedSeen }), baseUrl);
}
