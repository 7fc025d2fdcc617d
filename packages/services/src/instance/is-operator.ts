import { type Actor, isPermitted } from "../context.ts";

/**
 * True for whoever runs the instance, as far as it is known: owners and admins of a workspace of its own people, which is
 * what the plan `self_hosted` says. Strangers have another plan.
 */
export function isOperator(actor: Actor, plan: string): boolean {
  return plan === "self_hosted" && isPermitted(actor, "admin");
}
