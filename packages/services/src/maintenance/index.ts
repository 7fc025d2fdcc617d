export { createMaintenance } from "./create-maintenance.ts";
export { deleteMaintenance } from "./delete-maintenance.ts";
export { endMaintenance } from "./end-maintenance.ts";
export { listMaintenance, listMaintenanceInput, readMaintenanceWindow } from "./list-maintenance.ts";
export { patchMaintenance } from "./patch-maintenance.ts";
