/** From rows to what the pure judgement of a rollout is told. */
import { type DeployStatus, deployStatus, type Instant, rolloutStrategy } from "@rollcall/domain/glossary";
import type { VersionReader } from "@rollcall/domain/monitor-spec";
import { toRolloutPolicy } from "@rollcall/domain/policy";
import {
  type DeployFacts,
  defaultRolloutPolicy,
  type EarlierTimes,
  type RolloutMonitor,
  type RolloutPolicy,
} from "@rollcall/domain/rollout";
import { readDeployPolicy } from "../deploys/deploy-policy.ts";
import { toPreflightFact } from "../preflight/preflight-fact.ts";
import { monitorRegions } from "../scheduling/known-regions.ts";
import type { JudgedDeploy, JudgedMonitor, LoadedEnvironment } from "./load-environment.ts";

/** Between a probe's timeout and the arrival of its observation: queues, a flush and a report on the way. */
const arrivalMarginMs = 5_000;

/** What is known of a deploy without probing. `environment` is read under its lock. */
export function deployFacts(
  environment: LoadedEnvironment,
  deploy: JudgedDeploy,
  { now, baseUrl }: { now: Instant; baseUrl: string },
): DeployFacts {
  const monitors = environment.monitors.filter((m) => m.enabled).map((m) => rolloutMonitor(m, environment));
  const lived = environment.lived.filter(
    ({ id, createdAt }) => id !== deploy.id && createdAt <= deploy.createdAt,
  );
  return {
    id: deploy.id,
    version: deploy.version,
    identities: deploy.identities,
    previousVersion: deploy.previousVersion,
    previousIdentities: deploy.previousIdentities,
    earlier: lived.map(({ id, version, identities }) => ({ deployId: id, version, identities })),
    earlierTimes: lived.flatMap(earlierTimes),
    status: deployStatus.catch("started" satisfies DeployStatus).parse(deploy.status),
    strategy: rolloutStrategy.catch("rolling").parse(deploy.strategy),
    targetShare: deploy.targetShare,
    announcedAt: deploy.createdAt.getTime(),
    startedAt: deploy.startedAt?.getTime() ?? null,
    retriedAt: deploy.retriedAt?.getTime() ?? null,
    watchUntil: deploy.watchUntil.getTime(),
    cancelledAt: deploy.cancelledAt?.getTime() ?? null,
    supersededAt: deploy.supersededById === null ? null : (deploy.endedAt?.getTime() ?? now),
    monitors,
    policy: rolloutPolicy(deploy, monitors),
    names: {
      cluster: deploy.cluster,
      namespace: deploy.namespace,
      workload: deploy.workload,
      image: deploy.image,
    },
    preflight: toPreflightFact(deploy.preflight, deploy.imagePushed),
    egressAddresses: environment.regions.egressAddresses,
    service: environment.service,
    environment: environment.row.name,
    monitorUrl: `${baseUrl}${monitorPath(environment)}`,
  };
}

/** How long an earlier deploy took; one that never started took no time that means anything. */
function earlierTimes({
  startedAt,
  firstSeenAt,
  liveAt,
}: LoadedEnvironment["lived"][number]): EarlierTimes[] {
  if (startedAt === null) return [];
  const since = (at: Date | null) => (at === null ? null : Math.max(0, at.getTime() - startedAt.getTime()));
  return [{ firstSeenMs: since(firstSeenAt), liveMs: since(liveAt) }];
}

/** Where a monitor is made to verify: the one there is, or a new one. */
function monitorPath({ monitors, service, row }: LoadedEnvironment): string {
  const [monitor] = monitors.filter(({ enabled }) => enabled);
  if (monitor !== undefined) return `/monitors/${monitor.id}/edit`;
  return `/monitors/new?${new URLSearchParams({ service, environment: row.name })}`;
}

/** Bursts ask only with GET and HEAD: anything else might do something. */
function rolloutMonitor(monitor: JudgedMonitor, environment: LoadedEnvironment): RolloutMonitor {
  const isSafe = monitor.method === "GET" || monitor.method === "HEAD";
  return {
    id: monitor.id,
    name: monitor.name,
    regions: monitorRegions(monitor, environment.regions.expected),
    verifies: monitor.verifiesDeploys && monitor.version !== null && isSafe,
    intervalMs: monitor.intervalSeconds * 1000,
    timeoutMs: monitor.timeoutMs,
    url: monitor.url,
    mayBePage: monitor.method === "GET" && isPageReader(monitor.version as VersionReader | null),
  };
}

/** A version in JSON, or one that is the whole answer, is read from no page. */
function isPageReader(reader: VersionReader | null): boolean {
  return reader?.from === "meta" || reader?.from === "regex" || reader?.from === "header";
}

/** What was chosen when the deploy was announced; how long an answer may be under way follows from its monitors. */
function rolloutPolicy(deploy: JudgedDeploy, monitors: RolloutMonitor[]): RolloutPolicy {
  const slowestMs = Math.max(0, ...monitors.map((monitor) => monitor.timeoutMs));
  return {
    ...defaultRolloutPolicy,
    // A prober that was busy itself gives a target its timeout once more. What hangs must not come too late to be counted.
    lateAfterMs: 2 * slowestMs + arrivalMarginMs,
    ...toRolloutPolicy(readDeployPolicy(deploy)),
  };
}
