import type { Tx } from "@rollcall/db";
import type { JudgedDeploy, LoadedEnvironment } from "../ingest/load-environment.ts";

/** Columns of a deploy that another has replaced; the judgement in the same transaction gives it its last state. */
export type SupersededColumns = { supersededById: string; endedAt: Date };

/**
 * Ends what a deploy that is about to stand (pending or started) replaces: a started one every other, a pending one
 * only other pending ones. If another started later than this one, the announcement came late: then nothing is
 * replaced, and the columns with which this deploy itself ends are returned. Call it before the deploy is written,
 * because a version may be open only once.
 */
export async function supersedeOthers(
  tx: Tx,
  environment: LoadedEnvironment,
  deploy: { id: string; startedAt: Date | null },
  at: Date,
): Promise<SupersededColumns | null> {
  const { id, startedAt } = deploy;
  const others = environment.openDeploys.filter((other) => other.id !== id);
  const newer = startedAt && others.find((other) => other.startedAt !== null && other.startedAt > startedAt);
  if (newer) return { supersededById: newer.id, endedAt: at };
  const isReplaced = (other: JudgedDeploy) => startedAt !== null || other.startedAt === null;
  const replaced = others.filter(isReplaced).map((other) => other.id);
  const columns: SupersededColumns = { supersededById: id, endedAt: at };
  await tx.deploy.updateMany({
    where: { workspaceId: environment.row.workspaceId, id: { in: replaced } },
    data: columns,
  });
  return null;
}
