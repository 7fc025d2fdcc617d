export {
  defaultRetention,
  type HousekeepingResult,
  type Retention,
  runHousekeeping,
} from "./run-housekeeping.ts";
