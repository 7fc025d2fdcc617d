import { inTransaction } from "@rollcall/db";
import { normaliseRegistryHost } from "@rollcall/domain/preflight";
import { AppError } from "@rollcall/domain/problem";
import { notifyWorkspace, writeAudit } from "../audit.ts";
import { requirePermission, requireWholeWorkspace, type ServiceContext } from "../context.ts";

/** Forgets a registry and its password; its images are looked for as a stranger from then on. */
export async function deleteRegistry(ctx: ServiceContext, hostText: string): Promise<void> {
  requirePermission(ctx, "write");
  requireWholeWorkspace(ctx);
  const { workspaceId } = ctx;
  const host = normaliseRegistryHost(hostText) ?? "";
  await inTransaction(ctx.db, async (tx) => {
    const registry = await tx.registry.findFirst({ where: { workspaceId, host }, select: { id: true } });
    if (registry === null) throw new AppError("not_found", "There is no such registry.");
    await tx.registry.deleteMany({ where: { workspaceId, id: registry.id } });
    await writeAudit(tx, ctx, "registry.delete", registry.id, { host });
    await notifyWorkspace(tx, workspaceId);
  });
}
