export {
  type Database,
  hasRows,
  inTransaction,
  notifyInTransaction,
  openDatabase,
  type Tx,
} from "./database.ts";
export { Prisma, PrismaClient } from "./generated/client.ts";
export { type IdPrefix, newId } from "./new-id.ts";
export { insertObservations } from "./observations/insert-observations.ts";
export { observationKey } from "./observations/observation-key.ts";
export { dropOldPartitions, ensurePartitions } from "./observations/partitions.ts";
export { type MonitorSince, type NewestAnswer, readNewestSince } from "./observations/read-newest-since.ts";
export {
  type ObservationPage,
  type ObservationQuery,
  readObservations,
} from "./observations/read-observations.ts";
export { readObservationsSince, type WantedSince } from "./observations/read-observations-since.ts";
export {
  addUpMinutes,
  addUpMinutesOf,
  addUpNext,
  addUpSpanOf,
  type Stretch,
} from "./rollups/add-up-answers.ts";
export { closeAfterMs, noteLateAnswers, placesOf, takeLateAnswers } from "./rollups/late-answers.ts";
export { type AnswersColumn, readAnswers } from "./rollups/read-answers.ts";
export { dropOldRollups, ensureRollupPartitions } from "./rollups/rollup-partitions.ts";
export {
  lockRollupProgress,
  moveRollupProgress,
  type RollupProgress,
  readRollupProgress,
} from "./rollups/rollup-progress.ts";
