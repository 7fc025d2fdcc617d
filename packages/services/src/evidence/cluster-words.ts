/** `deploy.cluster_words`: what the cluster's newest words name, beside the row so that the judge reads nothing more. */
import type { Prisma } from "@rollcall/db";
import type { Cause, Instant } from "@rollcall/domain/glossary";
import { causePages } from "../ingest/cause-page.ts";

type StoredClusterWords = { at: Instant; causes: Cause[] };

/** Reads the column; `null` where nothing was sent. Only `sendEvidence` writes it, so its shape is ours. */
export function readClusterColumn(column: Prisma.JsonValue): StoredClusterWords | null {
  const isFilled = typeof column === "object" && column !== null && "causes" in column;
  return isFilled ? (column as unknown as StoredClusterWords) : null;
}

type EndedDeploy = Pick<Prisma.DeployModel, "clusterWords" | "liveAt" | "retriedAt">;

/**
 * What the cluster named last of a deploy that has ended, each cause with its page: nobody judges it any more, and
 * people still read why it went as it did. Words from before it was live, or was tried anew, explain nothing after it.
 */
export function readEndedCauses(deploy: EndedDeploy, baseUrl: string): Cause[] {
  const words = readClusterColumn(deploy.clusterWords);
  const since = Math.max(deploy.liveAt?.getTime() ?? 0, deploy.retriedAt?.getTime() ?? 0);
  return words === null || words.at <= since ? [] : causePages(words.causes, baseUrl);
}
