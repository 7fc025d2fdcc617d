import type { Prisma } from "@rollcall/db";
import type { DeployState, HealthState, Severity } from "@rollcall/domain/glossary";
import type { HealthVerdict } from "@rollcall/domain/health";
import type { RolloutVerdict } from "@rollcall/domain/rollout";
import { environmentReach, type ServiceContext } from "../context.ts";
import { readStoredVerdict } from "../ingest/stored-verdict.ts";
import { readMaintained } from "../maintenance/read-maintenance.ts";
import type { EnvironmentRow } from "../views.ts";

const includes = {
  service: { select: { name: true } },
  monitors: { where: { deletedAt: null }, select: { enabled: true, health: { select: { verdict: true } } } },
} as const satisfies Prisma.EnvironmentInclude;
type Row = Prisma.EnvironmentGetPayload<{ include: typeof includes }>;

type DeployColumns = {
  id: string;
  environmentId: string;
  version: string;
  state: string;
  createdAt: Date;
  actor: string | null;
  verdict: unknown;
};
type IncidentColumns = {
  id: string;
  environmentId: string;
  severity: string;
  title: string;
  openedAt: Date;
};

/** One row per environment, by service and environment; of all services or of one. From summaries only. */
export async function readEnvironmentRows(
  ctx: ServiceContext,
  only: { serviceId?: string } = {},
): Promise<EnvironmentRow[]> {
  const environments = await ctx.db.prisma.environment.findMany({
    where: { ...environmentReach(ctx), ...only },
    include: includes,
    orderBy: [{ service: { name: "asc" } }, { name: "asc" }],
    take: 5000,
  });
  const ids = environments.map((environment) => environment.id);
  const [current, last, incidents, maintained] = await Promise.all([
    readCurrentDeploys(ctx, environments),
    readLastDeploys(ctx, ids),
    ctx.db.prisma.incident.findMany({
      where: { workspaceId: ctx.workspaceId, environmentId: { in: ids }, state: { not: "resolved" } },
      select: { id: true, environmentId: true, severity: true, title: true, openedAt: true },
    }),
    readMaintained(ctx.db.prisma, ctx.workspaceId, ctx.now()),
  ]);
  const currentById = new Map(current.map((deploy) => [deploy.id, deploy]));
  const lastByEnvironment = new Map(last.map((deploy) => [deploy.environmentId, deploy]));
  const incidentByEnvironment = new Map(incidents.map((incident) => [incident.environmentId, incident]));
  return environments.map((environment) =>
    toRow(
      environment,
      currentById.get(environment.currentDeployId ?? ""),
      lastByEnvironment.get(environment.id),
      incidentByEnvironment.get(environment.id),
      maintained(environment),
    ),
  );
}

function readCurrentDeploys(ctx: ServiceContext, environments: Row[]): Promise<DeployColumns[]> {
  const ids = environments.flatMap((environment) => environment.currentDeployId ?? []);
  return ctx.db.prisma.deploy.findMany({
    where: { workspaceId: ctx.workspaceId, id: { in: ids } },
    select: {
      id: true,
      environmentId: true,
      version: true,
      state: true,
      createdAt: true,
      actor: true,
      verdict: true,
    },
  });
}

/** The newest deploy of each environment: one index look-up each, however long their histories are. */
function readLastDeploys(ctx: ServiceContext, environmentIds: string[]): Promise<DeployColumns[]> {
  return ctx.db.prisma.$queryRaw<DeployColumns[]>`
    SELECT d.id, d.environment_id AS "environmentId", d.version, d.state, d.created_at AS "createdAt", d.actor,
      NULL AS verdict
    FROM unnest(${environmentIds}::text[]) AS e(id)
    CROSS JOIN LATERAL (
      SELECT * FROM deploy
      WHERE workspace_id = ${ctx.workspaceId} AND environment_id = e.id
      ORDER BY created_at DESC LIMIT 1) d`;
}

function toRow(
  environment: Row,
  current: DeployColumns | undefined,
  last: DeployColumns | undefined,
  incident: IncidentColumns | undefined,
  maintenance: EnvironmentRow["maintenance"],
): EnvironmentRow {
  const rollout = current === undefined ? null : readStoredVerdict(current.verdict);
  const latencies = (rollout?.regions ?? []).flatMap((region) => region.latency.expectedP95Ms ?? []);
  return {
    environmentId: environment.id,
    service: environment.service.name,
    environment: environment.name,
    health: environment.health as HealthState,
    healthSince: environment.healthSince?.toISOString() ?? null,
    expectedVersion: current?.version ?? null,
    servedVersion: environment.servedVersion,
    share: rollout?.share ?? null,
    regions: regionStates(environment, rollout),
    monitors: environment.monitors.length,
    p95Ms: latencies.length === 0 ? null : Math.max(...latencies),
    lastDeploy:
      last === undefined
        ? null
        : {
            id: last.id,
            version: last.version,
            state: last.state as DeployState,
            at: last.createdAt.toISOString(),
            actor: last.actor,
          },
    openIncident:
      incident === undefined
        ? null
        : {
            id: incident.id,
            severity: incident.severity as Severity,
            title: incident.title,
            openedAt: incident.openedAt.toISOString(),
          },
    maintenance,
  };
}

/** Region by region: the rollout's word while there is one, else the worst any monitor says of it. */
function regionStates(environment: Row, rollout: RolloutVerdict | null): EnvironmentRow["regions"] {
  if (rollout !== null && rollout.regions.length > 0)
    return rollout.regions.map(({ region, state }) => ({ region, state }));
  const worst = new Map<string, "up" | "no_data" | "failing">();
  const rank = { up: 0, no_data: 1, failing: 2 };
  for (const monitor of environment.monitors) {
    const verdict = monitor.health?.verdict as HealthVerdict | undefined;
    for (const { region, state } of monitor.enabled ? (verdict?.regions ?? []) : []) {
      const known = worst.get(region);
      if (known === undefined || rank[state] > rank[known]) worst.set(region, state);
    }
  }
  return [...worst]
    .map(([region, state]) => ({ region, state }))
    .sort((a, b) => (a.region < b.region ? -1 : 1));
}
