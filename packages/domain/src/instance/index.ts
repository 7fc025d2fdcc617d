export { describeNews, type OperatorMessage } from "./describe-news.ts";
export { databaseFault, judgeInstance, roleState } from "./judge-instance.ts";
export {
  type CoreRole,
  coreRoles,
  type DiskRoom,
  type InstanceFacts,
  type InstanceFault,
  type InstanceFaultCode,
  instanceFaultCodes,
  isEssentialFault,
  type QueueLag,
  type RoleSign,
  type RoleState,
} from "./types.ts";
export {
  advanceWatch,
  planNews,
  quietWatch,
  recordNews,
  storedWatch,
  type ToldFault,
  type Watch,
  type WatchedFault,
  type WatchNews,
} from "./watch.ts";
