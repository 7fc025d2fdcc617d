import { choosePolicy } from "@rollcall/domain/policy";
import type { PolicyWire } from "@rollcall/domain/wire";
import { requirePermission, type ServiceContext } from "../context.ts";
import { readServicePolicy } from "../deploys/deploy-policy.ts";
import { listDeploys } from "../deploys/index.ts";
import { listIncidents } from "../incidents/index.ts";
import { listMonitorViews } from "../monitors/index.ts";
import { readEnvironmentRows } from "../overview/read-environment-rows.ts";
import type { EnvironmentRow, ServiceView } from "../views.ts";
import { findService } from "./find-service.ts";
import { readServingHistory } from "./read-serving-history.ts";
import { toMuteWire } from "./to-service-wire.ts";

const shownMax = 20;

/** Everything the page of a service shows, by id or name: environment by environment, from summaries. */
export async function readService(ctx: ServiceContext, idOrName: string): Promise<ServiceView> {
  requirePermission(ctx, "read");
  const service = await findService(ctx.db.prisma, ctx, idOrName);
  const rows = await readEnvironmentRows(ctx, { serviceId: service.id });
  return {
    service: {
      id: service.id,
      name: service.name,
      createdAt: service.createdAt.toISOString(),
      ...toMuteWire(service, ctx.now()),
    },
    environments: await Promise.all(
      rows.map((row) => {
        const stored = service.environments.find(({ id }) => id === row.environmentId);
        return readEnvironment(ctx, row, choosePolicy({}, readServicePolicy(stored?.policy)));
      }),
    ),
  };
}

async function readEnvironment(
  ctx: ServiceContext,
  row: EnvironmentRow,
  policy: PolicyWire,
): Promise<ServiceView["environments"][number]> {
  const { service, environment } = row;
  const [monitorList, deploys, incidents, serving] = await Promise.all([
    listMonitorViews(ctx, { service, environment }),
    listDeploys(ctx, { service, environment, limit: shownMax }),
    listIncidents(ctx, { service, environment, limit: shownMax }),
    readServingHistory(ctx, row.environmentId),
  ]);
  return { ...row, monitorList, deploys: deploys.items, incidents: incidents.items, ...serving, policy };
}
