export {
  type Inspection,
  inspection,
  type JobName,
  type JobPayload,
  jobs,
  observationsQueueName,
  type ProbeBatch,
  type ProbeItem,
  type ProbeOnce,
  probeBatch,
  probeOnce,
  probeQueueName,
  type VersionCandidate,
  versionCandidate,
} from "./catalog.ts";
export type { JobContext, JobHandlers, JobQueue, JobToAdd } from "./job-queue.ts";
export { openQueue, type QueueOptions } from "./open-queue.ts";
