/** Everything a judgement of one service and environment reads, in one place. */
import type { Prisma, Tx } from "@rollcall/db";
import { endedStates } from "@rollcall/domain/glossary";
import type { Silence } from "@rollcall/domain/incident";
import type { MaintenanceNow } from "@rollcall/domain/maintenance";
import { maintenanceSilence, type NamedWindow, readMaintenance } from "../maintenance/read-maintenance.ts";
import { type KnownRegions, readKnownRegions } from "../scheduling/known-regions.ts";
import { readMute } from "../services/read-mute.ts";

const monitorIncludes = { health: true } as const;
const deployIncludes = { rollout: true, preflight: true } as const;

export type JudgedMonitor = Prisma.MonitorGetPayload<{ include: typeof monitorIncludes }>;
export type JudgedDeploy = Prisma.DeployGetPayload<{ include: typeof deployIncludes }>;

const livedColumns = {
  id: true,
  version: true,
  identities: true,
  createdAt: true,
  startedAt: true,
  firstSeenAt: true,
  liveAt: true,
} as const;
type LivedDeploy = Prisma.DeployGetPayload<{ select: typeof livedColumns }>;

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
  const inEnvironment = { workspaceId, environmentId };
  const environment = await tx.environment.findFirst({
    where: { id: environmentId, workspaceId },
    include: { service: { select: { name: true, mutedUntil: true, mutedBy: true } } },
  });
  if (environment === null) return null;
  const { service, ...row } = environment;
  const maintenance = await readMaintenance(tx, row, now);
  return {
    row,
    service: service.name,
    monitors: await tx.monitor.findMany({
      where: { ...inEnvironment, deletedAt: null },
      include: monitorIncludes,
      orderBy: { id: "asc" },
    }),
    openDeploys: await tx.deploy.findMany({
      where: {
        ...inEnvironment,
        OR: [{ endedAt: null }, { endedAt: now, state: { notIn: [...endedStates] } }],
      },
      include: deployIncludes,
      orderBy: { id: "asc" },
    }),
    lived: await tx.deploy.findMany({
      where: { ...inEnvironment, liveAt: { not: null } },
      select: livedColumns,
      orderBy: { createdAt: "desc" },
      take: livedMax,
    }),
    incident: await tx.incident.findFirst({
      where: { ...inEnvironment, state: { not: "resolved" } },
      orderBy: { openedAt: "desc" },
    }),
    silence: longest(readMute(service, now), maintenanceSilence(maintenance)),
    maintenance,
    regions: await readKnownRegions(tx, now),
  };
}

function longest(a: Silence | null, b: Silence | null): Silence | null {
  if (a === null || b === null) return a ?? b;
  return a.until >= b.until ? a : b;
}
