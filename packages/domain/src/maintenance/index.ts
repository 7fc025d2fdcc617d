export { type MaintenanceNow, maintenanceAt, settleMs } from "./maintenance-now.ts";
export { maintenanceSentence } from "./maintenance-sentence.ts";
export { type HealthSpan, measureUptime, type Uptime } from "./measure-uptime.ts";
export { nextOccurrence, occurrenceAt } from "./occurrences.ts";
export type { MaintenanceWindow, Occurrence } from "./types.ts";
