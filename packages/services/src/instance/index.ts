export { isOperator } from "./is-operator.ts";
export { type Instance, type InstanceDeps, type RoleRow, readInstance } from "./read-instance.ts";
export { readStores, type Stores } from "./read-stores.ts";
export { forgetRoles, type RoleBeat, recordRoles } from "./record-roles.ts";
export type { OperatorMedium } from "./troubles.ts";
export { createWatch, type InstanceWatch, type WatchDeps } from "./watch-instance.ts";
