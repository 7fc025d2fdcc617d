import { parseInput } from "@rollcall/domain/problem";
import { type DeployWire, patchDeployInput } from "@rollcall/domain/wire";
import { writeAudit } from "../audit.ts";
import { requirePermission, type ServiceContext } from "../context.ts";
import { requestPreflight } from "../preflight/request-preflight.ts";
import { changedColumns, startColumns } from "./announcement.ts";
import { appendDeployEvent } from "./append-deploy-event.ts";
import { changeDeploy } from "./change-deploy.ts";
import { patchedPolicy } from "./deploy-policy.ts";
import { previousVersion } from "./previous-version.ts";
import { supersedeOthers } from "./supersede-others.ts";

/**
 * Changes what was announced of an open deploy; `status: started` starts the clock of a pending one, `cancelled`
 * ends it. An ended deploy is a `conflict`.
 */
export async function patchDeploy(
  ctx: ServiceContext,
  deployId: string,
  input: unknown,
): Promise<DeployWire> {
  requirePermission(ctx, "deploy");
  const patch = parseInput(patchDeployInput, input);
  return changeDeploy(ctx, deployId, async (tx, environment, deploy, at) => {
    const start = startColumns(patch.status, deploy, at);
    const superseded =
      start.startedAt &&
      (await supersedeOthers(tx, environment, { id: deployId, startedAt: start.startedAt }, at));
    await tx.deploy.update({
      where: { id: deployId },
      data: {
        ...changedColumns(patch, at),
        ...patchedPolicy(patch, deploy),
        ...start,
        ...(start.startedAt && previousVersion(environment, deploy.previousVersion)),
        ...superseded,
      },
    });
    await requestPreflight(tx, deployId, at);
    const fields = Object.keys(patch);
    await appendDeployEvent(tx, {
      workspaceId: ctx.workspaceId,
      deployId,
      at,
      type: "announced",
      data: { created: false, by: ctx.actor.name, fields },
    });
    await writeAudit(tx, ctx, "deploy.change", deployId, { fields });
  });
}
