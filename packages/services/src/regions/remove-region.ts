import { type Database, inTransaction } from "@rollcall/db";
import { heardWithinMs } from "@rollcall/domain/regions";

/** `still_heard`: its probers run; `unknown`: there is no such region. */
export type RemoveRegionResult = "removed" | "still_heard" | "unknown";

/**
 * Forgets a region whose probers the operator has stopped: nothing waits for it any more, and nobody is told that it
 * is lost. Whoever was told before is told that it was taken away. A prober that starts there again brings it back.
 */
export async function removeRegion(
  deps: { db: Database; now: () => Date },
  region: string,
): Promise<RemoveRegionResult> {
  const heardFrom = new Date(deps.now().getTime() - heardWithinMs);
  return inTransaction(deps.db, async (tx) => {
    if ((await tx.regionWorker.count({ where: { region, heardAt: { gt: heardFrom } } })) > 0)
      return "still_heard";
    const { count } = await tx.regionWorker.deleteMany({ where: { region } });
    return count === 0 ? "unknown" : "removed";
  });
}
