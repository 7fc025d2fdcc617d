import { inTransaction } from "@rollcall/db";
import { parseInput } from "@rollcall/domain/problem";
import { type WorkspaceWire, workspaceInput } from "@rollcall/domain/wire";
import { notifyWorkspace, writeAudit } from "../audit.ts";
import { requirePermission, requireWholeWorkspace, type ServiceContext } from "../context.ts";
import { toWorkspaceWire } from "./read-workspace.ts";

/** Gives the workspace another name; its slug stays, because links carry it. */
export async function renameWorkspace(ctx: ServiceContext, input: unknown): Promise<WorkspaceWire> {
  requirePermission(ctx, "admin");
  requireWholeWorkspace(ctx);
  const { name } = parseInput(workspaceInput, input);
  return inTransaction(ctx.db, async (tx) => {
    const row = await tx.workspace.update({ where: { id: ctx.workspaceId }, data: { name } });
    await writeAudit(tx, ctx, "workspace.rename", row.id, { name });
    await notifyWorkspace(tx, row.id);
    return toWorkspaceWire(row);
  });
}
