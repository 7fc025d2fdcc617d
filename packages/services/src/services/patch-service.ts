import { inTransaction } from "@rollcall/db";
import { AppError, parseInput } from "@rollcall/domain/problem";
import { environmentName, policyPatch, type ServiceWire, serviceName, wireTime } from "@rollcall/domain/wire";
import { z } from "zod";
import { notifyWorkspace, writeAudit } from "../audit.ts";
import { requirePermission, requireReach, requireWholeWorkspace, type ServiceContext } from "../context.ts";
import { lockEnvironment } from "../lock-environment.ts";
import { ensureEnvironment } from "./ensure-environment.ts";
import { findService } from "./find-service.ts";
import { readServiceWire } from "./list-services.ts";
import { muteService } from "./mute-service.ts";
import { patchPolicies } from "./patch-policies.ts";

/** Body of `PATCH /api/v1/services/{service}`; environments are added, never taken away. */
export const patchServiceInput = z
  .strictObject({
    name: serviceName,
    environments: z.array(environmentName).max(50),
    mutedUntil: wireTime
      .nullable()
      .describe("Until then nobody is told of its problems, at most a year; null ends it"),
    policy: z
      .record(environmentName, policyPatch)
      .describe("By environment: how its next deploys are judged; null gives a setting back to the default"),
  })
  .partial();

/**
 * Renames a service, adds environments to it, mutes it, or changes by what the next deploys there are judged. CI must announce
 * a new name from then on.
 */
export async function patchService(
  ctx: ServiceContext,
  idOrName: string,
  input: unknown,
): Promise<ServiceWire> {
  requirePermission(ctx, "write");
  const serviceId = await inTransaction(ctx.db, async (tx) => {
    const service = await findService(tx, ctx, idOrName);
    const patch = parseInput(patchServiceInput, input);
    const name = patch.name ?? service.name;
    // Everybody locks environments before their service: the other way round two changes would wait for each other.
    for (const { id } of service.environments) await lockEnvironment(tx, ctx.workspaceId, id);
    for (const environment of patch.environments ?? []) requireReach(ctx, name, environment);
    if (name !== service.name) {
      requireWholeWorkspace(ctx);
      const taken = { workspaceId_name: { workspaceId: ctx.workspaceId, name } };
      if ((await tx.service.findUnique({ where: taken })) !== null)
        throw new AppError("conflict", `There is already a service called ${name}.`, {
          errors: [{ detail: "taken", pointer: "#/name" }],
        });
      await tx.service.update({ where: { id: service.id }, data: { name } });
    }
    for (const environment of patch.environments ?? [])
      await ensureEnvironment(tx, ctx.workspaceId, name, environment);
    if (patch.mutedUntil !== undefined) await muteService(tx, ctx, { ...service, name }, patch.mutedUntil);
    await patchPolicies(tx, ctx, { ...service, name }, patch.policy ?? {});
    await writeAudit(tx, ctx, "service.change", service.id, { fields: Object.keys(patch) });
    await notifyWorkspace(tx, ctx.workspaceId);
    return service.id;
  });
  return readServiceWire(ctx, serviceId);
}
