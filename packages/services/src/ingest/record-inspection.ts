import { type Database, inTransaction } from "@rollcall/db";
import type { JobPayload } from "@rollcall/queue";
import { notifyWorkspace } from "../audit.ts";

/** Writes the answer to a probe a person waits for; a second one, or one for a request that is gone, changes nothing. */
export async function recordInspection(
  deps: { db: Database; now: () => Date },
  answer: JobPayload<"observations.inspection">,
): Promise<void> {
  const { requestId, workspaceId, region, inspection } = answer;
  await inTransaction(deps.db, async (tx) => {
    const { count } = await tx.probeRequest.updateMany({
      where: { id: requestId, workspaceId, region, state: "pending" },
      data: { state: "done", result: inspection, finishedAt: deps.now() },
    });
    if (count > 0) await notifyWorkspace(tx, workspaceId);
  });
}
