import { inTransaction } from "@rollcall/db";
import { notifyWorkspace, writeAudit } from "../audit.ts";
import { requirePermission, requireWholeWorkspace, type ServiceContext } from "../context.ts";
import { findService } from "./find-service.ts";

/** Takes a service away with everything below it: environments, monitors, deploys, incidents. Not to be undone. */
export async function deleteService(ctx: ServiceContext, idOrName: string): Promise<void> {
  requirePermission(ctx, "write");
  requireWholeWorkspace(ctx);
  await inTransaction(ctx.db, async (tx) => {
    const { id, name } = await findService(tx, ctx, idOrName);
    await tx.service.delete({ where: { id } });
    await writeAudit(tx, ctx, "service.delete", id, { name });
    await notifyWorkspace(tx, ctx.workspaceId);
  });
}
