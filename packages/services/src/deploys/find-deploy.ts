import type { Prisma, Tx } from "@rollcall/db";
import { AppError } from "@rollcall/domain/problem";
import {
  environmentReach,
  isPermitted,
  requirePermission,
  requireReach,
  type ServiceContext,
} from "../context.ts";

/** What every deploy verb reads: the row with its place and what is known of its image. */
export const deployPlace = { environment: { include: { service: true } }, preflight: true } as const;
export type PlacedDeploy = Prisma.DeployGetPayload<{ include: typeof deployPlace }>;

/** Throws `forbidden` unless the actor may read deploys: whoever may announce them may read them. */
export function requireDeployReading(ctx: ServiceContext): void {
  if (!isPermitted(ctx.actor, "deploy")) requirePermission(ctx, "read");
}

/**
 * The deploy of this workspace, or `not_found`: another workspace's id looks like none at all. A token that is
 * limited to other services or environments gets `forbidden`.
 */
export async function findDeploy(
  tx: Pick<Tx, "deploy">,
  ctx: ServiceContext,
  deployId: string,
): Promise<PlacedDeploy> {
  const deploy = await tx.deploy.findFirst({
    where: { id: deployId, workspaceId: ctx.workspaceId },
    include: deployPlace,
  });
  if (deploy === null) throw new AppError("not_found", "There is no such deploy.");
  requireReach(ctx, deploy.environment.service.name, deploy.environment.name);
  return deploy;
}

/** Narrows a query for deploys to a service and environment by name, within the actor's reach. */
export function deployEnvironmentFilter(
  ctx: ServiceContext,
  wanted: { service?: string; environment?: string },
): Prisma.EnvironmentWhereInput {
  const { service, environment } = wanted;
  return {
    AND: [
      environmentReach(ctx),
      { ...(environment && { name: environment }), ...(service && { service: { name: service } }) },
    ],
  };
}
