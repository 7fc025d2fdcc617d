import type { Outcome } from "@rollcall/domain/observation";
import { describeOutcome } from "@rollcall/domain/observation-text";
import type { PreflightOutcome } from "@rollcall/domain/preflight";

/** What a registry can say. That a name is no name, or a platform the wrong one, is for others to find. */
export type RegistryOutcome = Exclude<PreflightOutcome, { kind: "invalid_name" | "wrong_platform" }>;

/** What a request that got no answer says of the registry. `blocked_target` is our own guard's doing. */
export function describeUnanswered(outcome: Outcome, totalMs: number): RegistryOutcome {
  const detail = describeOutcome(outcome, totalMs);
  switch (outcome.kind) {
    case "dns_failed":
    case "tls_failed":
    case "blocked_target":
      return { kind: outcome.kind, detail };
    default:
      return { kind: "network_failed", detail };
  }
}
