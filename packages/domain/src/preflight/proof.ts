import type { DeployStatus } from "../glossary.ts";
import type { PreflightFact } from "./outcome.ts";

/**
 * True when the rollout cannot start: CI says that the image is there, and a registry that would show it to us says
 * that it is not. Everything else only warns, because CI often announces before it pushes, private images look absent
 * to strangers, and mirrors and node caches serve what a registry has lost.
 */
export function provesAbsence(fact: PreflightFact, status: DeployStatus): boolean {
  const { outcome, isPushed } = fact;
  const isVouchedFor = isPushed || status === "succeeded";
  return isVouchedFor && isTrustedAbsence(outcome);
}

/** True for a "not found" from a registry that shows us what there is. */
export function isTrustedAbsence(outcome: PreflightFact["outcome"]): boolean {
  const isAbsent = outcome.kind === "tag_not_found" || outcome.kind === "repository_not_found";
  return isAbsent && outcome.access !== "stranger";
}
