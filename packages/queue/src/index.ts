export {
  type Inspection,
  inspection,
  itemSealContext,
  type JobName,
  type JobPayload,
  jobs,
  type OpenItem,
  observationsQueueName,
  oldSealContext,
  onceQueueName,
  onceSealContext,
  type ProbeBatch,
  type ProbeItem,
  type ProbeOnce,
  probeBatch,
  probeOnce,
  probeQueueName,
  urgentQueueName,
  type VersionCandidate,
  versionCandidate,
} from "./catalog.ts";
export type { JobContext, JobHandlers, JobQueue, QueueWorker } from "./job-queue.ts";
export { openQueue, type QueueOptions } from "./open-queue.ts";
export { openItems, sealItems } from "./seal-items.ts";
