/** Everything a judgement of one service and environment reads, in one place. */
import type { Prisma, Tx } from "@rollcall/db";
import { endedStates } from "@rollcall/domain/glossary";
import type { Silence } from "@rollcall/domain/incident";
import type { MaintenanceNow } from "@rollcall/domain/maintenance";
import { maintenanceSilence, type NamedWindow, readMaintenance } from "../maintenance/read-maintenance.ts";
import { type KnownRegions, readKnownRegions } from "../scheduling/known-regions.ts";
import { readMute } from "../services/read-mute.ts";

/** What is asked of a target is nothing to a judgement. */
const judgedMonitor = {
  include: { health: true },
  omit: { headers: true, body: true, assertions: true, instance: true, labels: true },
} as const;

export type JudgedMonitor = Prisma.MonitorGetPayload<typeof judgedMonitor>;
export type JudgedDeploy = Prisma.DeployGetPayload<{ include: { rollout: true; preflight: true } }>;

type LivedDeploy = Pick<
  Prisma.DeployModel,
  "id" | "version" | "identities" | "createdAt" | "startedAt" | "firstSeenAt" | "liveAt"
>;

/** The rows behind one judgement. Read them under the environment's lock. */
export type LoadedEnvironment = {
  row: Prisma.EnvironmentModel;
  service: string;
  monitors: JudgedMonitor[];
  /**
   * Announced and not ended, oldest first: at most one has started, others are pending. With them those that were
   * superseded at `now` in this transaction and have not had their last judgement yet.
   */
  openDeploys: JudgedDeploy[];
  /** Deploys that were live here once, newest first. */
  lived: LivedDeploy[];
  /** The incident that is not resolved. */
  incident: Prisma.IncidentModel | null;
  /** Why nobody is told of anything here now; null as a rule. */
  silence: Silence | null;
  maintenance: MaintenanceNow<NamedWindow>;
  regions: KnownRegions;
};

const livedMax = 20;

/** Reads an environment for judging; `null` when it was deleted meanwhile. */
export async function loadEnvironment(
  tx: Tx,
  workspaceId: string,
  environmentId: string,
  now: Date,
): Promise<LoadedEnvironment | null> {
  const [environment = null] = await loadEnvironments(tx, workspaceId, [environmentId], now);
  return environment;
}

/** The same for several of a workspace, with as many statements as for one; those that are not there are left out. */
export async function loadEnvironments(
  tx: Tx,
  workspaceId: string,
  environmentIds: readonly string[],
  now: Date,
): Promise<LoadedEnvironment[]> {
  if (environmentIds.length === 0) return [];
  const inEnvironments = { workspaceId, environmentId: { in: [...environmentIds] } };
  const environments = await tx.environment.findMany({
    where: { workspaceId, id: { in: [...environmentIds] } },
    include: { service: { select: { name: true, mutedUntil: true, mutedBy: true } } },
  });
  const monitors = await tx.monitor.findMany({
    where: { ...inEnvironments, deletedAt: null },
    ...judgedMonitor,
    orderBy: { id: "asc" },
  });
  const openDeploys = await readOpenDeploys(tx, inEnvironments, now);
  const lived = await readLived(tx, workspaceId, environmentIds);
  const incidents = await tx.incident.findMany({
    where: { ...inEnvironments, state: { not: "resolved" } },
    orderBy: { openedAt: "desc" },
  });
  const maintenanceOf = await readMaintenance(tx, workspaceId, now);
  const regions = await readKnownRegions(tx, now);
  return environments.map(({ service, ...row }) => {
    const isIts = ({ environmentId }: { environmentId: string }) => environmentId === row.id;
    const maintenance = maintenanceOf(row);
    return {
      row,
      service: service.name,
      monitors: monitors.filter(isIts),
      openDeploys: openDeploys.filter(isIts),
      lived: lived.filter(isIts),
      incident: incidents.find(isIts) ?? null,
      silence: longest(readMute(service, now), maintenanceSilence(maintenance)),
      maintenance,
      regions,
    };
  });
}

/** Most environments have none, and then there is nothing else to ask for. */
async function readOpenDeploys(
  tx: Tx,
  inEnvironments: Prisma.DeployWhereInput,
  now: Date,
): Promise<JudgedDeploy[]> {
  const where = {
    ...inEnvironments,
    OR: [{ endedAt: null }, { endedAt: now, state: { notIn: [...endedStates] } }],
  };
  const deploys = await tx.deploy.findMany({ where, orderBy: { id: "asc" } });
  if (deploys.length === 0) return [];
  const ofThem = { deployId: { in: deploys.map(({ id }) => id) } };
  const rollouts = await tx.rollout.findMany({ where: ofThem });
  const preflights = await tx.preflight.findMany({ where: ofThem });
  return deploys.map((deploy) => ({
    ...deploy,
    rollout: rollouts.find(({ deployId }) => deployId === deploy.id) ?? null,
    preflight: preflights.find(({ deployId }) => deployId === deploy.id) ?? null,
  }));
}

/** The newest few of each environment, newest first. */
function readLived(
  tx: Tx,
  workspaceId: string,
  environmentIds: readonly string[],
): Promise<(LivedDeploy & { environmentId: string })[]> {
  return tx.$queryRaw`
    SELECT d.id, d.environment_id AS "environmentId", d.version, d.identities, d.created_at AS "createdAt",
      d.started_at AS "startedAt", d.first_seen_at AS "firstSeenAt", d.live_at AS "liveAt"
    FROM unnest(${environmentIds}::text[]) AS e(id)
    CROSS JOIN LATERAL (
      SELECT * FROM deploy
      WHERE workspace_id = ${workspaceId} AND environment_id = e.id AND live_at IS NOT NULL
      ORDER BY created_at DESC LIMIT ${livedMax}) d
    ORDER BY d.created_at DESC`;
}

function longest(a: Silence | null, b: Silence | null): Silence | null {
  if (a === null || b === null) return a ?? b;
  return a.until >= b.until ? a : b;
}
