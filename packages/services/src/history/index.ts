export { type ClosedRollups, closeRollups } from "./close-rollups.ts";
export { keepRollups } from "./keep-rollups.ts";
export { readMonitorHistory, readServiceHistory } from "./read-history.ts";
