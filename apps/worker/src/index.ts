export { startHealthServer, type WorkerHealth, workerHealth } from "./health-server.ts";
export type { RunningRole } from "./role.ts";
export { type RunningWorker, startWorker, type WorkerDeps } from "./start-worker.ts";
