export { advanceIncident } from "./advance-incident.ts";
export { calmMs, describeFlap, type Flap, flap, steady, takeOn } from "./flap.ts";
export { nextWake } from "./next-wake.ts";
export { rankTroubles } from "./rank-troubles.ts";
export type {
  IncidentAdvance,
  IncidentChange,
  IncidentSnapshot,
  Patience,
  Silence,
  Trouble,
} from "./types.ts";
export { othersDown } from "./widen.ts";
