import type { Tx } from "@rollcall/db";
import { policyNames } from "@rollcall/domain/policy";
import { AppError } from "@rollcall/domain/problem";
import type { PolicyPatch, StatedPolicy } from "@rollcall/domain/wire";
import { writeAudit } from "../audit.ts";
import { requireReach, type ServiceContext } from "../context.ts";
import { readServicePolicy, requirePossiblePolicy } from "../deploys/deploy-policy.ts";
import { lockEnvironment } from "../lock-environment.ts";

/**
 * Changes by what the next deploys of a service are judged, environment by environment. Deploys that are announced
 * already keep what they were announced with.
 */
export async function patchPolicies(
  tx: Tx,
  ctx: ServiceContext,
  service: { id: string; name: string },
  patches: Record<string, PolicyPatch>,
): Promise<void> {
  for (const [name, patch] of Object.entries(patches).sort()) {
    requireReach(ctx, service.name, name);
    const where = { serviceId_name: { serviceId: service.id, name } };
    const found = await tx.environment.findUnique({ where, select: { id: true } });
    if (found === null)
      throw new AppError("invalid_input", "The input has errors; nothing was written.", {
        errors: [{ detail: `${service.name} has no such environment`, pointer: pointerTo(name) }],
      });
    await lockEnvironment(tx, ctx.workspaceId, found.id);
    const stored = await tx.environment.findUniqueOrThrow({ where, select: { policy: true } });
    const policy = merge(readServicePolicy(stored.policy), patch);
    requirePossiblePolicy(policy, Object.keys(patch), pointerTo(name));
    await tx.environment.update({ where, data: { policy } });
    await writeAudit(tx, ctx, "policy.change", found.id, { environment: name, ...patch });
  }
}

/** What the patch leaves out stays as it is; `null` takes a setting away. */
function merge(stored: StatedPolicy, patch: PolicyPatch): StatedPolicy {
  return Object.fromEntries(
    policyNames.flatMap((name) => {
      const value = patch[name] === undefined ? stored[name] : patch[name];
      return value === undefined || value === null ? [] : [[name, value]];
    }),
  );
}

function pointerTo(environment: string): string {
  return `#/policy/${environment.replaceAll("~", "~0").replaceAll("/", "~1")}`;
}
