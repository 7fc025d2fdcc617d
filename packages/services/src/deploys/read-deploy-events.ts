import type { DeployEventWire, DeployWire } from "@rollcall/domain/wire";
import type { ServiceContext } from "../context.ts";
import { findDeploy, requireDeployReading } from "./find-deploy.ts";
import { wireOfDeploy } from "./to-deploy-wire.ts";
import { withVerdictEvent } from "./verdict-event.ts";

const eventsMax = 500;

/**
 * What happened to a deploy after `afterSeq`, oldest first, for a stream that resumes. Changes of the share say only
 * how things stand, so of those just the newest is given. Empty when nothing happened.
 */
export async function readDeployEvents(
  ctx: ServiceContext,
  deployId: string,
  afterSeq: number,
): Promise<DeployEventWire[]> {
  requireDeployReading(ctx);
  const { prisma } = ctx.db;
  const row = await findDeploy(prisma, ctx, deployId);
  if (row.eventSeq <= afterSeq) return [];
  const where = { workspaceId: ctx.workspaceId, deployId, seq: { gt: afterSeq } };
  const [deploy, events, share] = await Promise.all([
    wireOfDeploy(prisma, row, ctx.baseUrl),
    prisma.deployEvent.findMany({
      where: { ...where, type: { not: "share" } },
      orderBy: { seq: "asc" },
      take: eventsMax,
    }),
    prisma.deployEvent.findFirst({ where: { ...where, type: "share" }, orderBy: { seq: "desc" } }),
  ]);
  return [...events, ...(share === null ? [] : [share])]
    .sort((a, b) => a.seq - b.seq)
    .map((event) => toEventWire(event, deploy));
}

function toEventWire(
  event: { seq: number; type: string; at: Date; data: unknown },
  deploy: DeployWire,
): DeployEventWire {
  return {
    seq: event.seq,
    type: event.type as DeployEventWire["type"],
    at: event.at.toISOString(),
    deploy: event.type === "state" ? withVerdictEvent(deploy, event.data) : deploy,
  };
}
