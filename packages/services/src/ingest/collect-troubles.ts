/** What is wrong with a service and environment right now, by every judgement together. */
import {
  type BadState,
  badStates,
  type Cause,
  type DeployState,
  type Instant,
} from "@rollcall/domain/glossary";
import type { Trouble } from "@rollcall/domain/incident";
import { currentDeploy } from "./environment-summary.ts";
import type { DeployJudgement } from "./judge-deploys.ts";
import type { MonitorJudgement } from "./judge-monitors.ts";
import type { LoadedEnvironment } from "./load-environment.ts";

/** An open deploy mutes errors of a minority of regions for at most this long after its start. */
const graceMs = 120_000;

/** Every trouble at `now`; the incident machine decides which one the incident is about and who hears of it. */
export function collectTroubles(
  environment: LoadedEnvironment,
  deploys: DeployJudgement[],
  monitors: MonitorJudgement[],
  now: Instant,
): Trouble[] {
  const current = currentDeploy(deploys);
  const isMuted = current !== undefined && isInGrace(current, now);
  const causes = causesOfHarm(current);
  return [
    ...deploys.flatMap((judgement) => rolloutTrouble(environment, judgement)),
    ...monitors.flatMap((judgement) => healthTrouble(environment, judgement, { isMuted, causes })),
    ...(current === undefined ? [] : driftTrouble(environment, current)),
  ];
}

/**
 * The started deploy whose proof is still under way: until it is live or bad, an incident of a rollout stays open on
 * its behalf, so that nobody hears "recovered" while users still get what they got before.
 */
export function carriedBy(deploys: DeployJudgement[]): string | null {
  const current = currentDeploy(deploys);
  const isUnderWay = current !== undefined && underWay.has(current.verdict.state);
  return isUnderWay && current.verdict.liveAt === null ? current.deploy.id : null;
}

const underWay: ReadonlySet<DeployState> = new Set(["waiting", "rolling", "holding"]);

/** True for a state that people are told about. */
export function isBadState(state: DeployState): state is BadState {
  return (badStates as readonly DeployState[]).includes(state);
}

const stateWords: Record<BadState, string> = {
  unverifiable: "cannot be verified",
  rolled_back: "was rolled back",
  old_returned: "was live, and the old version has returned",
  degraded: "makes answers worse",
  stuck: "is stuck",
};

function rolloutTrouble(environment: LoadedEnvironment, judgement: DeployJudgement): Trouble[] {
  const { deploy, verdict } = judgement;
  if (!isBadState(verdict.state) || verdict.severity === null) return [];
  return [
    {
      key: `deploy:${deploy.id}`,
      kind: verdict.state,
      severity: verdict.severity,
      title: `${place(environment)}: ${deploy.version} ${stateWords[verdict.state]}`,
      impact: verdict.impact,
      since: verdict.since,
      deployId: deploy.id,
      monitorId: null,
      causes: verdict.causes,
    },
  ];
}

/**
 * What explains a bad rollout explains an outage beside it, which takes its incident over. Not so for one that cannot
 * be verified: a service that is down tells no version either.
 */
function causesOfHarm(current: DeployJudgement | undefined): Cause[] {
  if (current === undefined) return [];
  const { state, causes } = current.verdict;
  return isBadState(state) && state !== "unverifiable" ? causes : [];
}

function healthTrouble(
  environment: LoadedEnvironment,
  { monitor, verdict }: MonitorJudgement,
  { isMuted, causes }: { isMuted: boolean; causes: Cause[] },
): Trouble[] {
  // Without data nothing is known to be over: what was wrong before stays open.
  const isFrozen = verdict.health === "no_data";
  const isDown = verdict.health === "down" || (isFrozen && verdict.decided === "down");
  const isLastingAdvisory = (verdict.health === "advisory" || isFrozen) && verdict.advisoryDue && !isMuted;
  if (!isDown && !isLastingAdvisory) return [];
  const failing = verdict.regions
    .filter((region) => region.state === "failing")
    .map((region) => region.region);
  return [
    {
      key: `monitor:${monitor.id}`,
      kind: "outage",
      severity: isDown ? "critical" : "warning",
      title: isDown
        ? `${place(environment)}: ${monitor.name} is down`
        : `${place(environment)}: ${monitor.name} fails from ${failing.join(", ")}`,
      impact: verdict.sentence,
      since: verdict.since,
      deployId: null,
      monitorId: monitor.id,
      causes,
    },
  ];
}

/** After a deploy went live, a version that nobody announced serves instead of it. */
function driftTrouble(environment: LoadedEnvironment, { deploy, verdict }: DeployJudgement): Trouble[] {
  if (verdict.drift === null || isBadState(verdict.state)) return [];
  const serving = verdict.drift.version ?? "another version";
  return [
    {
      key: "drift",
      kind: "drift",
      severity: verdict.severity ?? "warning",
      title: `${place(environment)}: ${serving} serves, ${deploy.version} is expected`,
      impact: verdict.impact,
      since: verdict.since,
      deployId: deploy.id,
      monitorId: null,
      causes: verdict.causes,
    },
  ];
}

/** Bounded: until the deploy's first bad verdict, and never longer than two minutes. */
function isInGrace({ deploy, verdict }: DeployJudgement, now: Instant): boolean {
  if (deploy.startedAt === null || isBadState(verdict.state)) return false;
  return now - deploy.startedAt.getTime() < graceMs;
}

function place(environment: LoadedEnvironment): string {
  return `${environment.service} ${environment.row.name}`;
}
