import type { IncidentKind, IncidentState } from "@rollcall/domain/glossary";
import type { IncidentListItem } from "@rollcall/services/views";
import { formatDuration } from "../../format/duration.ts";

export const incidentKindWords: Record<IncidentKind, string> = {
  unverifiable: "Unverifiable",
  rolled_back: "Rolled back",
  old_returned: "Old returned",
  degraded: "Degraded",
  stuck: "Stuck",
  outage: "Outage",
  drift: "Drift",
};

export const incidentStateWords: Record<IncidentState, string> = {
  open: "Open",
  acknowledged: "Acknowledged",
  resolved: "Resolved",
};

/** How long an incident lasted, or has lasted until `nowMs`. */
export function incidentDuration(
  { openedAt, resolvedAt }: Pick<IncidentListItem, "openedAt" | "resolvedAt">,
  nowMs: number,
): string {
  const end = resolvedAt === null ? nowMs : Date.parse(resolvedAt);
  return formatDuration((end - Date.parse(openedAt)) / 1000);
}
