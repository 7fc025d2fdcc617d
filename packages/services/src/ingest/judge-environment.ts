/**
 * The one path on which a deploy's state, a monitor's health and an incident come about. Observations, the passing
 * of time, announcements and clicks all end here: read everything, judge it with the pure functions of the domain,
 * write what changed. The caller's transaction holds the environment's lock, so each observation is folded once and
 * verdict, incident and notices are written together or not at all.
 */
import type { Tx } from "@rollcall/db";
import type { Observation } from "@rollcall/domain/observation";
import { notifyWorkspace } from "../audit.ts";
import { carriedBy, collectTroubles } from "./collect-troubles.ts";
import { summariseEnvironment } from "./environment-summary.ts";
import { type DeployJudgement, judgeDeploys } from "./judge-deploys.ts";
import { judgeMonitors, type MonitorJudgement } from "./judge-monitors.ts";
import { type LoadedEnvironment, loadEnvironment } from "./load-environment.ts";
import { type IncidentMove, moveIncident, writeIncident } from "./move-incident.ts";
import { noteMaintenance } from "./note-maintenance.ts";
import { tellOf, writeNotices } from "./tell-of.ts";
import { writeDeploys } from "./write-deploys.ts";
import { writeEnvironment } from "./write-environment.ts";
import { settleDeletedMonitors, writeMonitors } from "./write-monitors.ts";

/**
 * When and where a judgement takes place; `baseUrl` is the root of the links in notices. `since` is when the judge
 * began: what was silent before that was Rollcall itself.
 */
export type JudgeScene = { now: Date; baseUrl: string; since?: Date };

/** A state that was not there before, for logs and metrics. */
export type VerdictChange = { kind: "deploy" | "health" | "incident"; id: string; state: string };

/**
 * Judges a service and environment because time has passed or its facts were changed. Call it under the
 * environment's lock; calling it again without new facts writes nothing that people see. Returns what changed.
 */
export async function judgeEnvironment(
  tx: Tx,
  scene: JudgeScene,
  place: { workspaceId: string; environmentId: string },
): Promise<VerdictChange[]> {
  const environment = await loadEnvironment(tx, place.workspaceId, place.environmentId, scene.now);
  if (environment === null) return [];
  const changes = await judgeLoaded(tx, scene, environment, []);
  await settleDeletedMonitors(tx, environment, scene.now);
  return changes;
}

/** The same for an environment that was read under its lock, with observations that were not folded before. */
export async function judgeLoaded(
  tx: Tx,
  scene: JudgeScene,
  environment: LoadedEnvironment,
  observations: Observation[],
): Promise<VerdictChange[]> {
  const { now } = scene;
  const current = observations.filter(isCurrent(environment.monitors));
  const deploys = judgeDeploys(environment, current, scene);
  const monitors = judgeMonitors(environment, current, now);
  const troubles = collectTroubles(environment, deploys, monitors, now.getTime());
  const incident = await moveIncident(tx, environment, troubles, carriedBy(deploys), now.getTime());
  const telling = await tellOf(tx, environment, { scene, deploys, monitors, incident });

  const isFirst = ({ monitor }: MonitorJudgement) => monitor.health === null;
  // A first row refers to its monitor, which a person may be editing: waited for before anything is held that they need.
  await writeMonitors(tx, environment, monitors.filter(isFirst), now);
  await writeDeploys(tx, deploys, telling.told, now);
  await writeMonitors(
    tx,
    environment,
    monitors.filter((judgement) => !isFirst(judgement)),
    now,
  );
  await writeIncident(tx, environment, incident, now);
  await writeNotices(tx, environment, telling.notices, now);
  const summary = summariseEnvironment(environment, deploys, monitors, now.getTime());
  await noteMaintenance(tx, environment, summary, incident.before, now);
  const isSummaryNew = await writeEnvironment(tx, environment, summary, now);

  const changes = changesOf(deploys, monitors, incident);
  const isShareNew = deploys.some((judgement) => judgement.isShareDue);
  if (changes.length > 0 || isSummaryNew || isShareNew)
    await notifyWorkspace(tx, environment.row.workspaceId);
  return changes;
}

function changesOf(
  deploys: DeployJudgement[],
  monitors: MonitorJudgement[],
  incident: IncidentMove,
): VerdictChange[] {
  return [
    ...deploys
      .filter(({ before, verdict }) => before?.state !== verdict.state)
      .map(({ deploy, verdict }) => ({ kind: "deploy" as const, id: deploy.id, state: verdict.state })),
    ...monitors
      .filter(({ before, verdict }) => before?.health !== verdict.health)
      .map(({ monitor, verdict }) => ({ kind: "health" as const, id: monitor.id, state: verdict.health })),
    ...incident.changes.map((change) => ({
      kind: "incident" as const,
      id: incident.next?.id ?? "",
      state: change.type,
    })),
  ];
}

/** Answers to an older configuration are kept, but say nothing about the present one. */
function isCurrent(monitors: { id: string; configVersion: number; enabled: boolean }[]) {
  const versions = new Map(monitors.filter((m) => m.enabled).map((m) => [m.id, m.configVersion]));
  return (observation: Observation) => versions.get(observation.monitorId) === observation.configVersion;
}
