import { AppError } from "@rollcall/domain/problem";
import type { DeployWire } from "@rollcall/domain/wire";
import { writeAudit } from "../audit.ts";
import { requirePermission, type ServiceContext } from "../context.ts";
import { changeDeploy } from "./change-deploy.ts";

/** Ends a deploy by hand or by CI. Cancelling twice changes nothing; one that ended otherwise is a `conflict`. */
export async function cancelDeploy(ctx: ServiceContext, deployId: string): Promise<DeployWire> {
  requirePermission(ctx, "deploy");
  return changeDeploy(
    ctx,
    deployId,
    async (tx, _environment, _deploy, at) => {
      await tx.deploy.update({ where: { id: deployId }, data: { cancelledAt: at, status: "cancelled" } });
      await writeAudit(tx, ctx, "deploy.cancel", deployId);
    },
    (ended) => {
      if (ended.state === "cancelled") return;
      throw new AppError("conflict", `This deploy has already ended: it is ${ended.state}.`);
    },
  );
}
