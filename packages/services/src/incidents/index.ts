export { acknowledgeIncident } from "./acknowledge-incident.ts";
export { listIncidents, listIncidentsQuery } from "./list-incidents.ts";
export { readIncident } from "./read-incident.ts";
export { resolveIncident } from "./resolve-incident.ts";
export { snoozeIncident } from "./snooze-incident.ts";
export { toDeliveryWire, toIncidentListItem } from "./to-incident-wire.ts";
