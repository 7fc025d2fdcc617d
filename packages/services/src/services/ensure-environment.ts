import { newId, type Tx } from "@rollcall/db";
import { AppError } from "@rollcall/domain/problem";

const servicesMax = 5000;

export type EnvironmentRef = { id: string; serviceId: string; service: string; environment: string };

/**
 * The environment of that service, created together with the service when either is new. Two transactions that
 * ensure the same one get the same row.
 */
export async function ensureEnvironment(
  tx: Tx,
  workspaceId: string,
  service: string,
  environment: string,
): Promise<EnvironmentRef> {
  const serviceId = await ensureService(tx, workspaceId, service);
  await tx.environment.createMany({
    data: [{ id: newId("env"), workspaceId, serviceId, name: environment }],
    skipDuplicates: true,
  });
  const row = await tx.environment.findUniqueOrThrow({
    where: { serviceId_name: { serviceId, name: environment } },
  });
  return { id: row.id, serviceId, service, environment };
}

async function ensureService(tx: Tx, workspaceId: string, name: string): Promise<string> {
  const where = { workspaceId_name: { workspaceId, name } };
  const found = await tx.service.findUnique({ where });
  if (found !== null) return found.id;
  if ((await tx.service.count({ where: { workspaceId } })) >= servicesMax)
    throw new AppError("limit_reached", `A workspace has at most ${servicesMax} services.`);
  await tx.service.createMany({ data: [{ id: newId("svc"), workspaceId, name }], skipDuplicates: true });
  return (await tx.service.findUniqueOrThrow({ where })).id;
}
