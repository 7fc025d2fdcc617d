import { inTransaction } from "@rollcall/db";
import { AppError, parseInput } from "@rollcall/domain/problem";
import { createServiceInput, type ServiceWire } from "@rollcall/domain/wire";
import { notifyWorkspace, writeAudit } from "../audit.ts";
import { requirePermission, requireReach, type ServiceContext } from "../context.ts";
import { ensureEnvironment } from "./ensure-environment.ts";
import { readServiceWire } from "./list-services.ts";

/** Makes a service with its environments; a name that is taken is a `conflict`. */
export async function createService(ctx: ServiceContext, input: unknown): Promise<ServiceWire> {
  requirePermission(ctx, "write");
  const { name, environments } = parseInput(createServiceInput, input);
  for (const environment of environments) requireReach(ctx, name, environment);
  const serviceId = await inTransaction(ctx.db, async (tx) => {
    const where = { workspaceId_name: { workspaceId: ctx.workspaceId, name } };
    if ((await tx.service.findUnique({ where })) !== null)
      throw new AppError("conflict", `There is already a service called ${name}.`, {
        errors: [{ detail: "taken", pointer: "#/name" }],
      });
    for (const environment of environments) await ensureEnvironment(tx, ctx.workspaceId, name, environment);
    const { id } = await tx.service.findUniqueOrThrow({ where });
    await writeAudit(tx, ctx, "service.create", id, { name });
    await notifyWorkspace(tx, ctx.workspaceId);
    return id;
  });
  return readServiceWire(ctx, serviceId);
}
