import type { Tx } from "@rollcall/db";
import { AppError } from "@rollcall/domain/problem";
import type { ServiceContext } from "../context.ts";
import { type ServiceRow, serviceIncludes } from "./to-service-wire.ts";

/** The service of this workspace by id or name, or `not_found`: also when a token does not reach it. */
export async function findService(
  reader: Pick<Tx, "service">,
  ctx: ServiceContext,
  idOrName: string,
): Promise<ServiceRow> {
  const { actor, workspaceId } = ctx;
  const reach = actor.kind === "token" && actor.services.length > 0 ? { in: actor.services } : undefined;
  const rows = await reader.service.findMany({
    where: { workspaceId, OR: [{ id: idOrName }, { name: idOrName }], AND: { name: reach } },
    include: serviceIncludes,
  });
  const row = rows.find((service) => service.id === idOrName) ?? rows[0];
  if (row === undefined) throw new AppError("not_found", "There is no such service.");
  return row;
}
