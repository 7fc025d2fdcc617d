/**
 * The one path on which a deploy's state, a monitor's health and an incident come about. Observations, the passing
 * of time, announcements and clicks all end here: read everything, judge it with the pure functions of the domain,
 * write what changed. The caller's transaction holds the environment's lock, so each observation is folded once and
 * verdict, incident and notices are written together or not at all.
 */
import { setImmediate } from "node:timers/promises";
import type { Tx } from "@rollcall/db";
import type { Observation } from "@rollcall/domain/observation";
import { notifyWorkspace } from "../audit.ts";
import { carriedBy, collectTroubles } from "./collect-troubles.ts";
import { type EnvironmentSummary, summariseEnvironment } from "./environment-summary.ts";
import { type DeployJudgement, judgeDeploys, type News } from "./judge-deploys.ts";
import { judgeMonitors, type MonitorJudgement } from "./judge-monitors.ts";
import { type LoadedEnvironment, loadEnvironments } from "./load-environment.ts";
import { type IncidentMove, moveIncident, writeIncident } from "./move-incident.ts";
import { noteMaintenance } from "./note-maintenance.ts";
import { notIn, readResting } from "./rest-answers.ts";
import { type Telling, tellOf, writeNotices } from "./tell-of.ts";
import { writeDeploys } from "./write-deploys.ts";
import { isSummaryNew, writeEnvironments } from "./write-environment.ts";
import { type JudgedHealth, settleDeletedMonitors, writeMonitors } from "./write-monitors.ts";

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
export function judgeEnvironment(
  tx: Tx,
  scene: JudgeScene,
  { workspaceId, environmentId }: { workspaceId: string; environmentId: string },
): Promise<VerdictChange[]> {
  return judgeEnvironments(tx, scene, { workspaceId, environmentIds: [environmentId] });
}

/** The same for several of one workspace, under the locks of all of them. */
export async function judgeEnvironments(
  tx: Tx,
  scene: JudgeScene,
  places: { workspaceId: string; environmentIds: readonly string[] },
): Promise<VerdictChange[]> {
  const loaded = await loadEnvironments(tx, places.workspaceId, places.environmentIds, scene.now);
  const changes = await judgeLoaded(
    tx,
    scene,
    loaded.map((environment) => ({ environment, observations: [] })),
  );
  await settleDeletedMonitors(tx, places, scene.now);
  return changes.flat();
}

/** An environment that was read under its lock, with observations that were not folded before. */
export type Fresh = { environment: LoadedEnvironment; observations: Observation[] };

/**
 * Judges environments of one workspace, each by itself and with what rested in it, and writes all of it together. Tells
 * of each what changed.
 */
export async function judgeLoaded(
  tx: Tx,
  scene: JudgeScene,
  fresh: readonly Fresh[],
): Promise<VerdictChange[][]> {
  const judged: Judged[] = [];
  const restingIn = await readResting(
    tx,
    fresh.map(({ environment }) => environment),
  );
  for (const { environment, observations } of fresh) {
    const isOfNow = isCurrent(environment.monitors);
    const rested = notIn(observations, restingIn(environment)).filter(isOfNow);
    judged.push(await judgeOne(tx, scene, environment, { fresh: observations.filter(isOfNow), rested }));
    // Alerts leave from the same process: they wait for one environment, not for all of them.
    await setImmediate();
  }
  await writeJudged(tx, judged, scene.now);
  return judged.map(({ changes }) => changes);
}

/** All that came of one environment, nothing of it written. */
type Judged = {
  environment: LoadedEnvironment;
  deploys: DeployJudgement[];
  monitors: MonitorJudgement[];
  incident: IncidentMove;
  telling: Telling;
  summary: EnvironmentSummary;
  changes: VerdictChange[];
};

async function judgeOne(
  tx: Tx,
  scene: JudgeScene,
  environment: LoadedEnvironment,
  news: News,
): Promise<Judged> {
  const { now } = scene;
  const deploys = judgeDeploys(environment, news, scene);
  const monitors = judgeMonitors(environment, news, now);
  const troubles = collectTroubles(environment, deploys, monitors, now.getTime());
  const incident = await moveIncident(tx, environment, troubles, carriedBy(deploys), now.getTime());
  const telling = await tellOf(tx, environment, { scene, deploys, monitors, incident });
  const summary = summariseEnvironment(environment, deploys, monitors, now.getTime());
  const changes = changesOf(deploys, monitors, incident);
  return { environment, deploys, monitors, incident, telling, summary, changes };
}

async function writeJudged(tx: Tx, judged: readonly Judged[], now: Date): Promise<void> {
  const health = judged.flatMap(({ environment, monitors }) =>
    monitors.map((judgement) => ({ environment, judgement })),
  );
  const isFirst = ({ judgement }: JudgedHealth) => judgement.monitor.health === null;
  // A first row refers to its monitor, which a person may be editing: waited for before anything is held that they need.
  await writeMonitors(tx, health.filter(isFirst), now);
  const told = new Map(judged.flatMap(({ telling }) => [...telling.told]));
  await writeDeploys(
    tx,
    judged.flatMap(({ deploys }) => deploys),
    told,
    now,
  );
  await writeMonitors(
    tx,
    health.filter((one) => !isFirst(one)),
    now,
  );
  for (const { environment, incident, telling, summary } of judged) {
    await writeIncident(tx, environment, incident, now);
    await writeNotices(tx, environment, telling.notices, now);
    await noteMaintenance(tx, environment, summary, incident.before, now);
  }
  await writeEnvironments(tx, judged, now);
  const [seen] = judged.filter(isSeen);
  if (seen !== undefined) await notifyWorkspace(tx, seen.environment.row.workspaceId);
}

/** Something is new that live pages show. */
function isSeen(judged: Judged): boolean {
  return (
    judged.changes.length > 0 || isSummaryNew(judged) || judged.deploys.some(({ isShareDue }) => isShareDue)
  );
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
