import type { IncidentKind, IncidentState } from "@rollcall/domain/glossary";
import type { DeliveryState, DeliveryWire } from "@rollcall/domain/wire";
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

export const deliveryWords: Record<DeliveryState, string> = {
  pending: "On its way",
  sent: "Arrived",
  failed: "Failed, will be tried again",
  given_up: "Given up",
  merged: "Told in one with a later message",
};

/** How long an incident lasted, or has lasted until `nowMs`. */
export function incidentDuration(
  { openedAt, resolvedAt }: Pick<IncidentListItem, "openedAt" | "resolvedAt">,
  nowMs: number,
): string {
  const end = resolvedAt === null ? nowMs : Date.parse(resolvedAt);
  return formatDuration((end - Date.parse(openedAt)) / 1000);
}

/** "3 of 4 messages arrived": whether people know. */
export function toldSentence(deliveries: DeliveryWire[]): string {
  const messages = deliveries.filter(({ state }) => state !== "merged");
  if (deliveries.length === 0) return "Nobody has been told: no channel takes this kind of message.";
  const arrived = messages.filter(({ state }) => state === "sent").length;
  const lost = messages.filter(({ state }) => state === "given_up").length;
  const text = `${arrived} of ${messages.length} messages arrived`;
  return lost === 0 ? `${text}.` : `${text}, ${lost} could not be delivered.`;
}
