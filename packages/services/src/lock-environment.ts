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
  const rows = options.wait
    ? await tx.$queryRaw<{ id: string }[]>`
        SELECT id FROM environment WHERE id = ${environmentId} AND workspace_id = ${workspaceId} FOR UPDATE`
    : await tx.$queryRaw<{ id: string }[]>`
        SELECT id FROM environment WHERE id = ${environmentId} AND workspace_id = ${workspaceId}
        FOR UPDATE SKIP LOCKED`;
  return rows.length === 1;
}
