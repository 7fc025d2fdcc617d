export {
  addUpUptime,
  type HealthLength,
  type HealthSpan,
  isJudgedHealth,
  type Uptime,
} from "./add-up-uptime.ts";
export { type MaintenanceNow, maintenanceAt, settleMs } from "./maintenance-now.ts";
export { maintenanceSentence } from "./maintenance-sentence.ts";
export { nextOccurrence, occurrenceAt } from "./occurrences.ts";
export type { MaintenanceWindow, Occurrence } from "./types.ts";
