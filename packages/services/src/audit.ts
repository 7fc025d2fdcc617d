/** What every verb writes beside its change: who did it, and a wake-up for the pages that show it. */
import { newId, type Tx } from "@rollcall/db";
import { actorLabel, type ServiceContext } from "./context.ts";

/**
 * Adds a line to the workspace's audit log in the transaction of the change. `action` is `entity.verb`
 * (`monitor.create`), `target` an id, `data` small and free of secrets.
 */
export async function writeAudit(
  tx: Tx,
  ctx: ServiceContext,
  action: string,
  target: string,
  data: Record<string, string | number | boolean | null | string[]> = {},
): Promise<void> {
  await tx.auditEvent.create({
    data: {
      id: newId("aud"),
      workspaceId: ctx.workspaceId,
      at: ctx.now(),
      actor: actorLabel(ctx.actor),
      action,
      target,
      data,
    },
  });
}

/** Wakes the live pages of the workspace once the transaction commits. */
export async function notifyWorkspace(tx: Tx, workspaceId: string): Promise<void> {
  await tx.$executeRaw`SELECT pg_notify('rollcall_workspace', ${workspaceId})`;
}
