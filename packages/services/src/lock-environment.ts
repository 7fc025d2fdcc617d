import type { Tx } from "@rollcall/db";

/**
 * Locks an environment until the transaction ends, so that announcements, judgements and clicks on one service and
 * environment happen one after another. `wait: false` gives `false` at once when somebody else holds it, and also
 * when there is no such environment.
 */
export async function lockEnvironment(
  tx: Tx,
  workspaceId: string,
  environmentId: string,
  options: { wait: boolean } = { wait: true },
): Promise<boolean> {
  // NO KEY UPDATE lets others write rows that refer to the environment. The workspace is shared here already,
  // because an audit line refers to it at the end: asking only then could wait for somebody who waits for us.
  const rows = options.wait
    ? await tx.$queryRaw<{ id: string }[]>`
        SELECT e.id FROM environment e JOIN workspace w ON w.id = e.workspace_id
        WHERE e.id = ${environmentId} AND e.workspace_id = ${workspaceId}
        FOR KEY SHARE OF w FOR NO KEY UPDATE OF e`
    : await tx.$queryRaw<{ id: string }[]>`
        SELECT e.id FROM environment e JOIN workspace w ON w.id = e.workspace_id
        WHERE e.id = ${environmentId} AND e.workspace_id = ${workspaceId}
        FOR KEY SHARE OF w SKIP LOCKED FOR NO KEY UPDATE OF e SKIP LOCKED`;
  return rows.length === 1;
}
