export { confirmChannel } from "../live-notify.ts";
export { type BurstPace, createBurstPace } from "./burst-pace.ts";
export { type KnownRegions, monitorRegions, readKnownRegions } from "./known-regions.ts";
export { acquireLease, type Lease, releaseLease, renewLease } from "./lease.ts";
export type { PlannedBatch } from "./pack-batches.ts";
export {
  type AtOnce,
  nothingAtOnce,
  type PlannedProbe,
  type PlannedTick,
  planTick,
  type Schedule,
  type ScheduledMonitor,
} from "./plan-tick.ts";
export { createPlanner, type Planner, type PlannerDeps } from "./planner.ts";
export { usualBurstProbesMax } from "./share-burst-budget.ts";
