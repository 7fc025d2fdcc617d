export { foldHealth, type HealthFold, startHealth } from "./fold-health.ts";
export { judgeHealth } from "./judge-health.ts";
export { stayUp } from "./stay-up.ts";
export type { HealthPolicy, HealthVerdict, RegionHealth } from "./types.ts";
