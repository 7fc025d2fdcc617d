export { type ClosedRollups, closeRollups } from "./close-rollups.ts";
export { defaultRollupDays, keepRollups, type RollupDays } from "./keep-rollups.ts";
export { readMonitorHistory, readServiceHistory } from "./read-history.ts";
