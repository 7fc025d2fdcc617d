import type { Outcome, ProbePhase } from "@rollcall/domain/observation";
import type { Deadline } from "./deadline.ts";

/** The result of one step towards an answer: its value, or the outcome that ends the request. */
export type Step<T> = { ok: true; value: T } | { ok: false; outcome: Outcome };

/**
 * Runs one step that answers through events. The first `settle` counts, later ones do nothing, so listeners may stay
 * attached and swallow what a dying socket still has to say. When the deadline comes first the step timed out.
 */
export function runStep<T>(
  deadline: Deadline,
  phase: () => ProbePhase,
  start: (settle: (result: Step<T>) => void) => void,
): Promise<Step<T>> {
  return new Promise((resolve) => {
    const forget = deadline.onOver(() =>
      resolve({ ok: false, outcome: { kind: "timeout", phase: phase() } }),
    );
    if (deadline.isOver()) return;
    start((result) => {
      forget();
      resolve(result);
    });
  });
}
