/** The append-only record of who did what; written in the transaction of the change itself. */
import { newId, type Tx } from "@rollcall/db";
import { actorLabel, type ServiceContext } from "./context.ts";

type AuditData = Record<string, string | number | boolean | null | string[]>;

/** Records one action, such as `deploy.announced`, on `target`, the id of what was changed. No secrets in `data`. */
export async function recordAudit(
  tx: Tx,
  ctx: ServiceContext,
  action: string,
  target: string,
  data: AuditData = {},
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
