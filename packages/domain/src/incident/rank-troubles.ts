import type { IncidentKind, Severity } from "../glossary.ts";
import type { Trouble } from "./types.ts";

/** What an incident is named after when several things are wrong at once, most urgent first. */
const kindOrder: readonly IncidentKind[] = [
  "outage",
  "rolled_back",
  "old_returned",
  "degraded",
  "stuck",
  "drift",
  "unverifiable",
];

/** True when `a` is worse than `b`. */
export function isWorse(a: Severity, b: Severity): boolean {
  return a === "critical" && b === "warning";
}

/** The troubles with the one to speak of first: by severity, then by kind, then the one that began first. */
export function rankTroubles(troubles: readonly Trouble[]): Trouble[] {
  return [...troubles].sort(
    (a, b) =>
      Number(isWorse(b.severity, a.severity)) - Number(isWorse(a.severity, b.severity)) ||
      kindOrder.indexOf(a.kind) - kindOrder.indexOf(b.kind) ||
      a.since - b.since ||
      (a.key < b.key ? -1 : 1),
  );
}
