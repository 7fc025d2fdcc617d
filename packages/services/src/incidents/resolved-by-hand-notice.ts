import { incidentKind } from "@rollcall/domain/glossary";
import type { Notice } from "@rollcall/domain/notice";
import { recoveryType } from "../ingest/notice-type.ts";
import { incidentNotice } from "./incident-notice.ts";
import type { PlacedIncident } from "./to-incident-wire.ts";

/** What those who were told hear when somebody closes the incident: who did, and that nothing proved it is over. */
export function resolvedByHandNotice(
  incident: PlacedIncident,
  more: { by: string; at: Date; baseUrl: string },
): Notice {
  const { by, at, baseUrl } = more;
  return incidentNotice(incident, {
    type: recoveryType(incidentKind.parse(incident.kind)),
    tone: "recovery",
    impact: `Closed by hand by ${by}`,
    summary: `${incident.title}: ${by} resolved this incident. Probes have not shown that it is over.`,
    actor: null,
    at,
    baseUrl,
  });
}
