/** What an environment's row says at a glance, from the judgements of its deploys and monitors. */
import type { HealthState } from "@rollcall/domain/glossary";
import { shownHealth } from "../maintenance/read-maintenance.ts";
import type { DeployJudgement } from "./judge-deploys.ts";
import type { MonitorJudgement } from "./judge-monitors.ts";
import type { LoadedEnvironment } from "./load-environment.ts";

/** The columns of an environment that the judge writes. */
export type EnvironmentSummary = {
  currentDeployId: string | null;
  health: HealthState;
  servedVersion: string | null;
  servedShare: number | null;
};

/** Summarises the judgements; a served version nobody answers any more stays, without a share. */
export function summariseEnvironment(
  environment: LoadedEnvironment,
  deploys: DeployJudgement[],
  monitors: MonitorJudgement[],
  now: number,
): EnvironmentSummary {
  const current = currentDeploy(deploys);
  const judged = worstHealth(monitors.map((judgement) => judgement.verdict.health));
  return {
    currentDeployId: current?.deploy.id ?? environment.lived[0]?.id ?? null,
    health: shownHealth(judged, environment.maintenance),
    ...(servedByRollout(current) ??
      servedByMonitors(monitors, now) ?? { servedVersion: environment.row.servedVersion, servedShare: null }),
  };
}

/** The started deploy that is not over: what should be serving. */
export function currentDeploy(deploys: DeployJudgement[]): DeployJudgement | undefined {
  return deploys.find(({ deploy, verdict }) => deploy.startedAt !== null && verdict.endedAt === null);
}

const worstFirst: HealthState[] = ["down", "advisory", "no_data", "up", "maintenance", "unknown", "paused"];

/** The health of an environment is that of its worst monitor; one that is not watched says nothing. */
export function worstHealth(states: HealthState[]): HealthState {
  return worstFirst.find((state) => states.includes(state)) ?? "unknown";
}

type Served = Pick<EnvironmentSummary, "servedVersion" | "servedShare">;

/** While a deploy is watched its own window knows best, so that every page shows the same share. */
function servedByRollout(current: DeployJudgement | undefined): Served | null {
  if (current === undefined) return null;
  const { share, serving } = current.verdict;
  const readable = share.expected + share.previous + share.other;
  if (readable === 0) return null;
  if (serving === null) {
    return { servedVersion: current.deploy.version, servedShare: share.expected / readable };
  }
  return { servedVersion: serving, servedShare: Math.max(share.previous, share.other) / readable };
}

/** Otherwise the last readable answers of each monitor and region count, one vote each. */
function servedByMonitors(monitors: MonitorJudgement[], now: number): Served | null {
  const votes = new Map<string, number>();
  for (const { monitor, memory } of monitors) {
    const freshMs = 2 * monitor.intervalSeconds * 1000 + monitor.timeoutMs;
    for (const { at, version } of Object.values(memory.served))
      if (now - at <= freshMs) votes.set(version, (votes.get(version) ?? 0) + 1);
  }
  const all = [...votes.values()].reduce((sum, count) => sum + count, 0);
  const [top] = [...votes.entries()].sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0]));
  return top === undefined ? null : { servedVersion: top[0], servedShare: top[1] / all };
}
