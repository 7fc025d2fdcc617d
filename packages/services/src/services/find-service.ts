import type { Prisma, Tx } from "@rollcall/db";
import { AppError } from "@rollcall/domain/problem";
import type { ServiceContext } from "../context.ts";
import { type ServiceRow, serviceIncludes } from "./to-service-wire.ts";

/** The service of this workspace by id or name, or `not_found`: also when a token does not reach it. */
export async function findService(
  reader: Pick<Tx, "service">,
  ctx: ServiceContext,
  idOrName: string,
): Promise<ServiceRow> {
  const rows = await reader.service.findMany({
    where: { AND: [serviceReach(ctx), { OR: [{ id: idOrName }, { name: idOrName }] }] },
    include: serviceIncludes,
  });
  const row = rows.find((service) => service.id === idOrName) ?? rows[0];
  if (row === undefined) throw new AppError("not_found", "There is no such service.");
  return row;
}

/** Narrows a query for services to those of which the actor may know at least one environment. */
export function serviceReach({ actor, workspaceId }: ServiceContext): Prisma.ServiceWhereInput {
  if (actor.kind !== "token") return { workspaceId };
  const { services, environments } = actor;
  return {
    workspaceId,
    ...(services.length > 0 && { name: { in: services } }),
    ...(environments.length > 0 && { environments: { some: { name: { in: environments } } } }),
  };
}
