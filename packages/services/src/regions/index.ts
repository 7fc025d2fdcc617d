export { type JudgeProbersDeps, judgeProbers, type ProbeOutageTold } from "./judge-probers.ts";
export { keepRegions } from "./keep-regions.ts";
export { listRegions } from "./list-regions.ts";
export { type RemoveRegionResult, removeRegion } from "./remove-region.ts";
