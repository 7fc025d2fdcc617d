import { incidentKind } from "@rollcall/domain/glossary";
import type { Notice } from "@rollcall/domain/notice";
import { recoveryType } from "../ingest/notice-type.ts";
import type { PlacedIncident } from "./to-incident-wire.ts";

/** What those who were told hear when somebody closes the incident: who did, and that nothing proved it is over. */
export function resolvedByHandNotice(
  incident: PlacedIncident,
  more: { by: string; at: Date; baseUrl: string },
): Notice {
  const page = `${more.baseUrl}/incidents/${incident.id}`;
  return {
    type: recoveryType(incidentKind.parse(incident.kind)),
    tone: "recovery",
    severity: null,
    sample: false,
    at: more.at.getTime(),
    since: incident.openedAt.getTime(),
    service: incident.environment.service.name,
    environment: incident.environment.name,
    impact: `Closed by hand by ${more.by}`,
    summary: `${incident.title}: ${more.by} resolved this incident. Probes have not shown that it is over.`,
    version: null,
    serving: null,
    actor: null,
    ciUrl: null,
    share: null,
    regions: [],
    causes: [],
    incidentId: incident.id,
    deployId: incident.deployId,
    monitorId: incident.monitorId,
    threadKey: incident.id,
    links: { primary: page, incident: page },
  };
}
