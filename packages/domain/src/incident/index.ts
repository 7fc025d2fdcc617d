export { advanceIncident } from "./advance-incident.ts";
export { rankTroubles } from "./rank-troubles.ts";
export type { IncidentAdvance, IncidentChange, IncidentSnapshot, Trouble } from "./types.ts";
