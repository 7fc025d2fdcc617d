export { judgeInstance, roleState } from "./judge-instance.ts";
export {
  type CoreRole,
  coreRoles,
  type InstanceFacts,
  type InstanceFault,
  type InstanceFaultCode,
  instanceFaultCodes,
  isEssentialFault,
  type QueueLag,
  type RoleSign,
  type RoleState,
} from "./types.ts";
