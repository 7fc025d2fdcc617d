/** Judges the health of an environment's monitors: rows and observations in, verdicts out, nothing written. */

import { type HealthVerdict, judgeHealth } from "@rollcall/domain/health";
import { healthPolicy } from "./health-policy.ts";
import type { News } from "./judge-deploys.ts";
import type { JudgedMonitor, LoadedEnvironment } from "./load-environment.ts";
import { foldMonitor, type MonitorMemory, readMonitorMemory } from "./monitor-memory.ts";
import { readStoredHealth } from "./stored-verdict.ts";

/** One monitor before and after; `isTouched` when there is something to write. */
export type MonitorJudgement = {
  monitor: JudgedMonitor;
  before: HealthVerdict | null;
  verdict: HealthVerdict;
  memory: MonitorMemory;
  isTouched: boolean;
};

/**
 * Judges each monitor that has new answers, whose time has come, that a look has put off, or that was never judged; others
 * stand as they are.
 */
export function judgeMonitors(
  environment: LoadedEnvironment,
  { fresh, rested }: News,
  now: Date,
): MonitorJudgement[] {
  return environment.monitors.map((monitor) => {
    const isOwn = ({ monitorId }: { monitorId: string }) => monitorId === monitor.id;
    const own = { fresh: fresh.filter(isOwn), rested: rested.filter(isOwn) };
    const isHeard = own.fresh.length + own.rested.length > 0;
    const memory = readMonitorMemory(monitor.health?.state, monitor.configVersion, now.getTime());
    const before = readStoredHealth(monitor.health?.verdict);
    const nextJudgeAt = monitor.health?.nextJudgeAt?.getTime() ?? null;
    const isPutOff = nextJudgeAt !== null && nextJudgeAt > (before?.nextJudgeAt ?? nextJudgeAt);
    const isDue = isPutOff || (nextJudgeAt !== null && nextJudgeAt <= now.getTime());
    if (before !== null && !isHeard && !isDue)
      return { monitor, before, verdict: before, memory, isTouched: false };
    const policy = healthPolicy(monitor, environment.regions.expected);
    const folded = foldMonitor(memory, policy, own, now.getTime());
    const { verdict, state } = judgeHealth(folded.health, policy, now.getTime());
    return { monitor, before, verdict, memory: { ...folded, health: state }, isTouched: true };
  });
}
