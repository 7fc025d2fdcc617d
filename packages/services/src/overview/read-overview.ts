import { requirePermission, type ServiceContext } from "../context.ts";

import { listRunningDeploys } from "../deploys/index.ts";
import { listRegions } from "../regions/index.ts";
import type { OverviewView } from "../views.ts";
import { findAttention } from "./find-attention.ts";
import { readEnvironmentRows } from "./read-environment-rows.ts";

/** Everything the overview shows: what needs attention, what is rolling out, every service and environment. */
export async function readOverview(ctx: ServiceContext): Promise<OverviewView> {
  requirePermission(ctx, "read");
  const [rows, running, regions, firstSteps] = await Promise.all([
    readEnvironmentRows(ctx),
    listRunningDeploys(ctx),
    listRegions(ctx),
    readFirstSteps(ctx),
  ]);
  const now = ctx.now();
  return {
    generatedAt: now.toISOString(),
    attention: findAttention(rows, regions, now),
    running,
    rows,
    firstSteps,
  };
}

async function readFirstSteps(ctx: ServiceContext): Promise<OverviewView["firstSteps"]> {
  const where = { workspaceId: ctx.workspaceId };
  const select = { id: true } as const;
  const { prisma } = ctx.db;
  const [monitor, deploy, channel, token] = await Promise.all([
    prisma.monitor.findFirst({ where: { ...where, deletedAt: null }, select }),
    prisma.deploy.findFirst({ where, select }),
    prisma.channel.findFirst({ where: { ...where, deletedAt: null, forOwners: false }, select }),
    prisma.apiToken.findFirst({ where: { ...where, revokedAt: null }, select }),
  ]);
  return {
    monitor: monitor !== null,
    deploy: deploy !== null,
    channel: channel !== null,
    token: token !== null,
  };
}
