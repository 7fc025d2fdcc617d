import type { Cause } from "../glossary.ts";

/** The likeliest first. What to do next is said once, at the first cause that asks for it. */
export function rankCauses(causes: readonly Cause[]): Cause[] {
  const said = new Set<string>();
  const sayOnce = (step: string) => !said.has(step) && said.add(step) !== undefined;
  return [...causes]
    .sort((a, b) => b.confidence - a.confidence)
    .map((cause) => ({ ...cause, next: cause.next.filter(sayOnce) }));
}
