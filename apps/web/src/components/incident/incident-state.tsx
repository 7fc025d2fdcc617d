import type { IncidentListItem } from "@rollcall/services/views";
import { Badge } from "../ui/badge.tsx";
import { incidentStateWords } from "./incident-words.ts";

/** Open needs a person; acknowledged has one; resolved needs nobody. */
export function IncidentState({
  incident,
}: {
  incident: Pick<IncidentListItem, "state" | "acknowledgedBy">;
}) {
  const { state, acknowledgedBy } = incident;
  const tone = state === "open" ? "critical" : state === "acknowledged" ? "warning" : "neutral";
  return (
    <Badge tone={tone}>
      {incidentStateWords[state]}
      {state === "acknowledged" && acknowledgedBy !== null && ` by ${acknowledgedBy}`}
    </Badge>
  );
}
