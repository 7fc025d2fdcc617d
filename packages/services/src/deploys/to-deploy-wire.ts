/** Deploys as the API and the pages show them. */
import type { Tx } from "@rollcall/db";
import { deployState, deployStatus, rolloutStrategy } from "@rollcall/domain/glossary";
import type { MonitorVerdict, PartVerdict, RegionVerdict } from "@rollcall/domain/rollout";
import type { DeployWire, Share } from "@rollcall/domain/wire";
import { readEndedCauses } from "../evidence/cluster-words.ts";
import { readStoredVerdict } from "../ingest/stored-verdict.ts";
import { toPreflightWire } from "../preflight/preflight-fact.ts";
import { badgeUrl } from "../services/read-badge.ts";
import type { DeployListItem } from "../views.ts";
import { readDeployPolicy } from "./deploy-policy.ts";
import type { PlacedDeploy } from "./find-deploy.ts";

const emptyShare: Share = {
  expected: 0,
  previous: 0,
  other: 0,
  unreadable: 0,
  error: 0,
  samples: 0,
  windowSeconds: 60,
};

const wireTime = (time: Date | null) => time?.toISOString() ?? null;
const wireInstant = (at: number | null) => (at === null ? null : new Date(at).toISOString());

/** The deploy with its last verdict. `incidentId` is that of its newest incident, if it had one. */
export function toDeployWire(
  row: PlacedDeploy,
  more: { baseUrl: string; incidentId: string | null },
): DeployWire {
  const verdict = readStoredVerdict(row.verdict);
  return {
    ...announcedFields(row),
    state: deployState.parse(row.state),
    conditions: row.conditions.map((condition) => deployState.parse(condition)),
    stuckKind: verdict?.stuckKind ?? null,
    sentence: verdict?.sentence ?? "Not judged yet.",
    reason: verdict?.unverifiable ?? null,
    alreadyLive: verdict?.alreadyLive ?? false,
    share: verdict?.share ?? emptyShare,
    regions: (verdict?.regions ?? []).map(toRegionPart),
    monitors: (verdict?.monitors ?? []).map(toMonitorPart),
    causes: row.endedAt === null ? (verdict?.causes ?? []) : readEndedCauses(row, more.baseUrl),
    incidentId: more.incidentId,
    supersededBy: row.supersededById,
    createdAt: row.createdAt.toISOString(),
    announcedAt: (row.retriedAt ?? row.createdAt).toISOString(),
    startedAt: wireTime(row.startedAt),
    deadlineAt: wireTime(row.deadlineAt),
    firstSeenAt: wireTime(row.firstSeenAt),
    liveAt: wireTime(row.liveAt),
    endedAt: wireTime(row.endedAt),
    updatedAt: row.updatedAt.toISOString(),
    links: deployLinks(row, more.baseUrl),
  };
}

function announcedFields(row: PlacedDeploy) {
  return {
    id: row.id,
    service: row.environment.service.name,
    environment: row.environment.name,
    version: row.version,
    identities: row.identities,
    status: deployStatus.parse(row.status),
    strategy: rolloutStrategy.parse(row.strategy),
    targetShare: row.targetShare,
    policy: readDeployPolicy(row),
    image: row.image,
    preflight: toPreflightWire(row.preflight),
    previousVersion: row.previousVersion,
    releaseId: row.releaseId,
    repository: row.repository,
    ref: row.ref,
    actor: row.actor,
    url: row.url,
    metadata: row.metadata as DeployWire["metadata"],
  };
}

function deployLinks(row: PlacedDeploy, baseUrl: string): DeployWire["links"] {
  const self = `${baseUrl}/api/v1/deploys/${row.id}`;
  return {
    self,
    dashboard: `${baseUrl}/deploys/${row.id}`,
    events: `${self}/events`,
    badge: badgeUrl(baseUrl, row.environment),
  };
}

function toPart(part: PartVerdict) {
  return {
    state: part.state,
    share: part.share,
    firstSeenAt: wireInstant(part.firstSeenAt),
    doneAt: wireInstant(part.doneAt),
    lastSampleAt: wireInstant(part.lastSampleAt),
    caveats: part.caveats,
  };
}
const toRegionPart = (part: RegionVerdict) => ({ region: part.region, ...toPart(part) });
const toMonitorPart = (part: MonitorVerdict) => ({
  monitorId: part.monitorId,
  name: part.name,
  ...toPart(part),
});

/** One line of the deploys list. */
export function toDeployListItem(row: PlacedDeploy): DeployListItem {
  const verdict = readStoredVerdict(row.verdict);
  const sinceStart = (time: Date | null) =>
    time === null || row.startedAt === null
      ? null
      : Math.max(0, Math.round((time.getTime() - row.startedAt.getTime()) / 1000));
  return {
    id: row.id,
    service: row.environment.service.name,
    environment: row.environment.name,
    version: row.version,
    previousVersion: row.previousVersion,
    state: deployState.parse(row.state),
    sentence: verdict?.sentence ?? "Not judged yet.",
    share: verdict?.share ?? emptyShare,
    actor: row.actor,
    ref: row.ref,
    url: row.url,
    createdAt: row.createdAt.toISOString(),
    startedAt: wireTime(row.startedAt),
    firstSeenSeconds: sinceStart(row.firstSeenAt),
    liveSeconds: sinceStart(row.liveAt),
  };
}

/** The newest incident of each deploy of one workspace that had one. */
export async function findIncidentIds(
  tx: Pick<Tx, "incident">,
  deploys: Pick<PlacedDeploy, "id" | "workspaceId" | "environmentId">[],
): Promise<Map<string, string>> {
  const [first] = deploys;
  if (first === undefined) return new Map();
  const incidents = await tx.incident.findMany({
    where: {
      workspaceId: first.workspaceId,
      environmentId: { in: [...new Set(deploys.map((deploy) => deploy.environmentId))] },
      deployId: { in: deploys.map((deploy) => deploy.id) },
    },
    select: { id: true, deployId: true },
    orderBy: { openedAt: "asc" },
  });
  return new Map(incidents.flatMap(({ id, deployId }) => (deployId === null ? [] : [[deployId, id]])));
}

/** Reads one deploy's wire form inside a transaction or outside of one. */
export async function wireOfDeploy(
  tx: Pick<Tx, "incident">,
  row: PlacedDeploy,
  baseUrl: string,
): Promise<DeployWire> {
  const incidents = await findIncidentIds(tx, [row]);
  return toDeployWire(row, { baseUrl, incidentId: incidents.get(row.id) ?? null });
}
