import { inTransaction, type Tx } from "@rollcall/db";
import { AppError, parseInput } from "@rollcall/domain/problem";
import { patchWorkspaceInput, type WorkspaceWire } from "@rollcall/domain/wire";
import { notifyWorkspace, writeAudit } from "../audit.ts";
import { requirePermission, requireWholeWorkspace, type ServiceContext } from "../context.ts";
import { toWorkspaceWire } from "./read-workspace.ts";

/** Changes what is named and leaves the rest; the slug stays whatever the name, because links carry it. */
export async function patchWorkspace(ctx: ServiceContext, input: unknown): Promise<WorkspaceWire> {
  requirePermission(ctx, "admin");
  requireWholeWorkspace(ctx);
  const change = parseInput(patchWorkspaceInput, input);
  return inTransaction(ctx.db, async (tx) => {
    if (change.fallbackChannelId) await requireChannel(tx, ctx, change.fallbackChannelId);
    const row = await tx.workspace.update({ where: { id: ctx.workspaceId }, data: change });
    await writeAudit(tx, ctx, "workspace.change", row.id, { fields: Object.keys(change) });
    await notifyWorkspace(tx, row.id);
    return toWorkspaceWire(row);
  });
}

async function requireChannel(tx: Tx, { workspaceId }: ServiceContext, id: string): Promise<void> {
  const where = { id, workspaceId, deletedAt: null, forOwners: false };
  if ((await tx.channel.count({ where })) > 0) return;
  throw new AppError("invalid_input", "There is no such channel.", {
    errors: [{ detail: "must be the id of a channel of this workspace", pointer: "#/fallbackChannelId" }],
  });
}
