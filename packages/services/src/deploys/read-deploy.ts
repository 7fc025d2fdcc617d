import type { DeployWire } from "@rollcall/domain/wire";
import type { ServiceContext } from "../context.ts";
import { findDeploy, requireDeployReading } from "./find-deploy.ts";
import { wireOfDeploy } from "./to-deploy-wire.ts";

/** The deploy with its last verdict. */
export async function readDeploy(ctx: ServiceContext, deployId: string): Promise<DeployWire> {
  requireDeployReading(ctx);
  const deploy = await findDeploy(ctx.db.prisma, ctx, deployId);
  return wireOfDeploy(ctx.db.prisma, deploy, ctx.baseUrl);
}
