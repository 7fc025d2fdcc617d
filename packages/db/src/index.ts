export { type Database, inTransaction, notifyInTransaction, openDatabase, type Tx } from "./database.ts";
export { Prisma, PrismaClient } from "./generated/client.ts";
export { type IdPrefix, newId } from "./new-id.ts";
export { insertObservations } from "./observations/insert-observations.ts";
export { observationKey } from "./observations/observation-row.ts";
export { dropOldPartitions, ensurePartitions } from "./observations/partitions.ts";
export {
  type ObservationPage,
  type ObservationQuery,
  readObservations,
} from "./observations/read-observations.ts";
