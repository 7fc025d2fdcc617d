/** Tells a target that cannot be reached from a region that cannot reach anything. */
import type { Outcome } from "@rollcall/domain/observation";

/** How long a host's last outcome counts. */
const windowMs = 30_000;
/** Fewer unrelated hosts than this prove nothing. */
const hostsMin = 4;

export type Connectivity = {
  /**
   * Takes a probe's outcome in and gives back what is to be reported: the outcome itself, or `observer_offline` when
   * the failure is of the kind a lost connection of our own makes, and at least half of all hosts fail so.
   */
  judge(host: string, outcome: Outcome, at: number): Outcome;
};

/** Makes an empty memory for one region. Ports of one host are one host: they share a path. */
export function createConnectivity(): Connectivity {
  const last = new Map<string, { at: number; isLost: boolean }>();
  return {
    judge(host, outcome, at) {
      const isLost = looksOffline(outcome);
      last.delete(host);
      last.set(host, { at, isLost });
      for (const [known, { at: seenAt }] of last) {
        if (at - seenAt <= windowMs) break;
        last.delete(known);
      }
      if (!isLost || last.size < hostsMin) return outcome;
      const lost = [...last.values()].filter((seen) => seen.isLost).length;
      return lost * 2 >= last.size ? { kind: "observer_offline" } : outcome;
    },
  };
}

/** A refusal, a reset or a bad certificate came from somebody; these may come from nowhere. */
function looksOffline(outcome: Outcome): boolean {
  if (outcome.kind === "timeout") return outcome.phase === "dns" || outcome.phase === "connect";
  return outcome.kind === "dns_failed" || outcome.kind === "unreachable";
}
