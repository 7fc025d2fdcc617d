export { type Env, EnvError, envSchema, parseEnv, queueTarget, type Role, roles } from "./env.ts";
export { createInstanceMetrics, type InstanceMetrics } from "./instance-metrics.ts";
export { type Lifecycle, runLifecycle } from "./lifecycle.ts";
export { createLogger, type Logger } from "./logger.ts";
export { createMetrics, type Metrics } from "./metrics.ts";
export { createSealer, regionKey, type Sealer, sealerForRegion, sealerFromRegionKey } from "./sealer.ts";
export { productVersion } from "./version.ts";
export { NotReady, within } from "./within.ts";
