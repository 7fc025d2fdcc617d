/** How a deploy is being probed. */
import type { BurstPlan } from "@rollcall/domain/rollout";
import { countOf } from "@rollcall/domain/words";

/** A sentence about the present plan; `hasEnded` when nobody probes for this deploy any more. */
export function describeProbing(plan: BurstPlan | null, hasEnded: boolean): string {
  if (hasEnded) return "Not probed for this deploy any more.";
  if (plan === null || plan.mode === "interval") return "Probed at each monitor's own interval.";
  const pace = `${countOf(plan.count, "probe")} every ${plan.everyMs / 1000} s from each region`;
  const reasons = {
    watching: "",
    confirming: " to prove what is left",
    stuck: " until something moves again",
  } as const;
  const beside = plan.compareCache ? ", one more past the caches" : "";
  return `${pace}${reasons[plan.mode]}${beside}.`;
}
