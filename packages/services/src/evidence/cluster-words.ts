/** `deploy.cluster_words`: what the cluster's newest words name, beside the row so that the judge reads nothing more. */
import type { Prisma } from "@rollcall/db";
import type { Cause, Instant } from "@rollcall/domain/glossary";

type StoredClusterWords = { at: Instant; causes: Cause[] };

/** Reads the column; `null` where nothing was sent. Only `sendEvidence` writes it, so its shape is ours. */
export function readClusterColumn(column: Prisma.JsonValue): StoredClusterWords | null {
  const isFilled = typeof column === "object" && column !== null && "causes" in column;
  return isFilled ? (column as unknown as StoredClusterWords) : null;
}
