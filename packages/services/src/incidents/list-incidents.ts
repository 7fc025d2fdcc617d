import { incidentState } from "@rollcall/domain/glossary";
import { parseInput } from "@rollcall/domain/problem";
import { z } from "zod";
import { environmentReach, requirePermission, type ServiceContext } from "../context.ts";
import type { IncidentListView } from "../views.ts";
import { incidentPlace } from "./find-incident.ts";
import { toIncidentListItem } from "./to-incident-wire.ts";

/** `state=unresolved` means open or acknowledged. `cursor` is the `nextCursor` of the page before. */
export const listIncidentsQuery = z.strictObject({
  service: z.string().max(100).optional(),
  environment: z.string().max(100).optional(),
  state: z.union([incidentState, z.literal("unresolved")]).optional(),
  cursor: z.string().max(64).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
});

/** The incidents of the workspace, newest first. */
export async function listIncidents(
  ctx: ServiceContext,
  query: z.input<typeof listIncidentsQuery> = {},
): Promise<IncidentListView> {
  requirePermission(ctx, "read");
  const { service, environment, state, cursor, limit } = parseInput(listIncidentsQuery, query);
  const rows = await ctx.db.prisma.incident.findMany({
    where: {
      workspaceId: ctx.workspaceId,
      environment: {
        AND: [
          environmentReach(ctx),
          { ...(environment && { name: environment }), ...(service && { service: { name: service } }) },
        ],
      },
      ...(state === "unresolved" ? { state: { not: "resolved" } } : state && { state }),
      ...(cursor && { id: { lt: cursor } }),
    },
    include: incidentPlace,
    orderBy: { id: "desc" },
    take: limit + 1,
  });
  const page = rows.slice(0, limit);
  return {
    items: page.map(toIncidentListItem),
    nextCursor: rows.length > limit ? (page.at(-1)?.id ?? null) : null,
  };
}
