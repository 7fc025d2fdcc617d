export {
  defaultRetention,
  type MaintenanceResult,
  type Retention,
  runMaintenance,
} from "./run-maintenance.ts";
