export { type Instance, type InstanceDeps, type RoleRow, readInstance } from "./read-instance.ts";
export { forgetRoles, type RoleBeat, recordRoles } from "./record-roles.ts";
