export type {
  BurstPlan,
  DeployFacts,
  EarlierVersion,
  InstanceCount,
  Mark,
  MonitorVerdict,
  PartVerdict,
  RegionVerdict,
  RolloutMonitor,
  RolloutPolicy,
  RolloutVerdict,
  ShareCounts,
} from "./types.ts";
