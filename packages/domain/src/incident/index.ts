export type { IncidentAdvance, IncidentChange, IncidentSnapshot, Trouble } from "./types.ts";
