export { isQuiet } from "./is-quiet.ts";
export { judgeDue, type SweepResult } from "./judge-due.ts";
export {
  type JudgeScene,
  judgeEnvironment,
  judgeEnvironments,
  type VerdictChange,
} from "./judge-environment.ts";
export { type HeartbeatResult, recordHeartbeat } from "./record-heartbeat.ts";
export { recordInspection } from "./record-inspection.ts";
export {
  type JudgeDeps,
  type RecordResult,
  type ReportPart,
  receiveReport,
  recordObservations,
  recordTogether,
} from "./record-observations.ts";
export { type Rested, restAnswers } from "./rest-answers.ts";
export { readStoredHealth, readStoredVerdict, type StoredVerdict } from "./stored-verdict.ts";
