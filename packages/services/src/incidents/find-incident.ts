import type { Tx } from "@rollcall/db";
import { AppError } from "@rollcall/domain/problem";
import { environmentReach, type ServiceContext } from "../context.ts";

/** What every incident verb reads: the row with its place. */
export const incidentPlace = { environment: { include: { service: true } } } as const;

/** The incident of this workspace, or `not_found`: another workspace's id looks like none at all. */
export async function findIncident(tx: Pick<Tx, "incident">, ctx: ServiceContext, incidentId: string) {
  const incident = await tx.incident.findFirst({
    where: { id: incidentId, workspaceId: ctx.workspaceId, environment: environmentReach(ctx) },
    include: incidentPlace,
  });
  if (incident === null) throw new AppError("not_found", "There is no such incident.");
  return incident;
}
