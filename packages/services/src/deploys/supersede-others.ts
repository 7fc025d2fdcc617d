import type { Tx } from "@rollcall/db";
import type { LoadedEnvironment } from "../ingest/load-environment.ts";

/**
 * Marks what a deploy that now stands (pending or started) replaces; the judgement that follows in the same
 * transaction ends those. A started deploy replaces every other, a pending one only other pending ones. If another
 * started later than this one, this announcement came late and is itself the one that is replaced.
 */
export async function supersedeOthers(
  tx: Tx,
  environment: LoadedEnvironment,
  deploy: { id: string; startedAt: Date | null },
): Promise<void> {
  const { startedAt } = deploy;
  const others = environment.openDeploys.filter((other) => other.id !== deploy.id);
  const newer = others.find(
    (other) => startedAt !== null && other.startedAt !== null && other.startedAt > startedAt,
  );
  const replaced =
    newer === undefined ? others.filter((other) => startedAt !== null || other.startedAt === null) : [deploy];
  if (replaced.length === 0) return;
  await tx.deploy.updateMany({
    where: { workspaceId: environment.row.workspaceId, id: { in: replaced.map(({ id }) => id) } },
    data: { supersededById: newer?.id ?? deploy.id },
  });
}
