import type { Notice } from "@rollcall/domain/notice";
import type { PlacedIncident } from "./to-incident-wire.ts";

/** What a notice about an incident says when a person, not a verdict, is the reason for it. */
export function incidentNotice(
  incident: PlacedIncident,
  more: Pick<Notice, "type" | "tone" | "impact" | "summary" | "actor"> & { at: Date; baseUrl: string },
): Notice {
  const { at, baseUrl, ...said } = more;
  const page = `${baseUrl}/incidents/${incident.id}`;
  return {
    ...said,
    severity: null,
    sample: false,
    at: at.getTime(),
    since: incident.openedAt.getTime(),
    service: incident.environment.service.name,
    environment: incident.environment.name,
    version: null,
    serving: null,
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
