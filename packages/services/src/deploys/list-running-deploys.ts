import type { DeployWire } from "@rollcall/domain/wire";
import type { ServiceContext } from "../context.ts";
import { deployEnvironmentFilter, deployPlace, requireDeployReading } from "./find-deploy.ts";
import { findIncidentIds, toDeployWire } from "./to-deploy-wire.ts";

const runningMax = 50;

/** The deploys that are announced, not ended and not proven live, or have gone bad since: newest first. */
export async function listRunningDeploys(ctx: ServiceContext): Promise<DeployWire[]> {
  requireDeployReading(ctx);
  const { workspaceId, baseUrl } = ctx;
  const rows = await ctx.db.prisma.deploy.findMany({
    where: {
      workspaceId,
      endedAt: null,
      state: { not: "live" },
      environment: deployEnvironmentFilter(ctx, {}),
    },
    include: deployPlace,
    orderBy: { id: "desc" },
    take: runningMax,
  });
  const incidents = await findIncidentIds(ctx.db.prisma, rows);
  return rows.map((row) => toDeployWire(row, { baseUrl, incidentId: incidents.get(row.id) ?? null }));
}
