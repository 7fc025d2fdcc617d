import { deployState } from "@rollcall/domain/glossary";
import { parseInput } from "@rollcall/domain/problem";
import type { DeployWire } from "@rollcall/domain/wire";
import { z } from "zod";
import type { ServiceContext } from "../context.ts";
import type { DeployListView } from "../views.ts";
import { deployEnvironmentFilter, deployPlace, requireDeployReading } from "./find-deploy.ts";
import { findIncidentIds, toDeployListItem, toDeployWire } from "./to-deploy-wire.ts";

/** `release` is a `releaseId`; `cursor` the `nextCursor` of the page before. */
export const listDeploysQuery = z.strictObject({
  service: z.string().max(100).optional(),
  environment: z.string().max(100).optional(),
  state: deployState.optional(),
  release: z.string().max(512).optional(),
  cursor: z.string().max(64).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
});
export type ListDeploysQuery = z.input<typeof listDeploysQuery>;

/** The deploys of the workspace as lines of a list, newest first. */
export async function listDeploys(
  ctx: ServiceContext,
  query: ListDeploysQuery = {},
): Promise<DeployListView> {
  const { rows, nextCursor } = await readPage(ctx, query);
  return { items: rows.map(toDeployListItem), nextCursor };
}

/** The same page with whole deploys, as the public API gives them. */
export async function listDeployWires(
  ctx: ServiceContext,
  query: ListDeploysQuery = {},
): Promise<{ items: DeployWire[]; nextCursor: string | null }> {
  const { rows, nextCursor } = await readPage(ctx, query);
  const incidents = await findIncidentIds(ctx.db.prisma, rows);
  const items = rows.map((row) =>
    toDeployWire(row, { baseUrl: ctx.baseUrl, incidentId: incidents.get(row.id) ?? null }),
  );
  return { items, nextCursor };
}

async function readPage(ctx: ServiceContext, query: ListDeploysQuery) {
  requireDeployReading(ctx);
  const { state, release, cursor, limit, ...place } = parseInput(listDeploysQuery, query);
  const found = await ctx.db.prisma.deploy.findMany({
    where: {
      workspaceId: ctx.workspaceId,
      environment: deployEnvironmentFilter(ctx, place),
      ...(state && { state }),
      ...(release && { releaseId: release }),
      ...(cursor && { id: { lt: cursor } }),
    },
    include: deployPlace,
    orderBy: { id: "desc" },
    take: limit + 1,
  });
  const rows = found.slice(0, limit);
  return { rows, nextCursor: found.length > limit ? (rows.at(-1)?.id ?? null) : null };
}
