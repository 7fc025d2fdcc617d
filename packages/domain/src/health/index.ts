export type { HealthPolicy, HealthVerdict, RegionHealth } from "./types.ts";
