import type { Tx } from "@rollcall/db";

/**
 * Locks an environment until the transaction ends, so that announcements, judgements and clicks on one service and
 * environment happen one after another; `false` when there is no such environment.
 */
export async function lockEnvironment(tx: Tx, workspaceId: string, environmentId: string): Promise<boolean> {
  // NO KEY UPDATE lets others write rows that refer to the environment. The workspace is shared here already,
  // because an audit line refers to it at the end: asking only then could wait for somebody who waits for us.
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT e.id FROM environment e JOIN workspace w ON w.id = e.workspace_id
    WHERE e.id = ${environmentId} AND e.workspace_id = ${workspaceId}
    FOR KEY SHARE OF w FOR NO KEY UPDATE OF e`;
  return rows.length === 1;
}

/** Locks those of a workspace's environments that nobody else holds now, and gives back their ids. */
export async function lockFreeEnvironments(
  tx: Tx,
  workspaceId: string,
  environmentIds: readonly string[],
): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT e.id FROM environment e JOIN workspace w ON w.id = e.workspace_id
    WHERE e.id = ANY(${environmentIds}) AND e.workspace_id = ${workspaceId}
    FOR KEY SHARE OF w SKIP LOCKED FOR NO KEY UPDATE OF e SKIP LOCKED`;
  return rows.map(({ id }) => id);
}
