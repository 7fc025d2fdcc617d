export { foldRollout } from "./fold-rollout.ts";
export { judgeRollout } from "./judge-rollout.ts";
export { defaultRolloutPolicy } from "./policy.ts";
export { resumeRollout } from "./resume-rollout.ts";
export { type RuleName, ruleNames } from "./rule-names.ts";
export { knownIdentities } from "./sample.ts";
export { type RolloutState, startRollout } from "./state.ts";
export type {
  BurstPlan,
  ComparedAnswer,
  DeployFacts,
  EarlierTimes,
  EarlierVersion,
  InstanceCount,
  Mark,
  MonitorVerdict,
  PartVerdict,
  RegionComparison,
  RegionVerdict,
  RolloutMonitor,
  RolloutPolicy,
  RolloutVerdict,
  ShareCounts,
} from "./types.ts";
