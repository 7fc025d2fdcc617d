/** What is kept of a monitor between judgements: `monitor_health.state`. */
import { isBurstSeq } from "@rollcall/domain/due";
import type { Instant } from "@rollcall/domain/glossary";
import { foldHealth, type HealthFold, type HealthPolicy, startHealth } from "@rollcall/domain/health";
import { isReadableVersion } from "@rollcall/domain/matching";
import { isOk, type Observation } from "@rollcall/domain/observation";

/** One answer at the monitor's own pace, for strips and for what is served. */
export type RecentAnswer = {
  at: Instant;
  region: string;
  ok: boolean;
  totalMs: number;
  version: string | null;
  status: number | null;
};

/** `configVersion`: the configuration it was observed with; another one starts anew. `recent`: oldest first. */
export type MonitorMemory = { configVersion: number; health: HealthFold; recent: RecentAnswer[] };

const recentMax = 60;

/** The memory of a monitor, empty when there is none or its configuration has changed since. */
export function readMonitorMemory(column: unknown, configVersion: number, now: Instant): MonitorMemory {
  const memory = column as MonitorMemory | null | undefined;
  if (memory?.configVersion === configVersion) return memory;
  return { configVersion, health: startHealth(now), recent: [] };
}

/**
 * Folds new answers in; they come in any order, each once. What comes so late that it would not be fresh any more, from
 * a prober that was cut off, says nothing about now: between answers that are still missing it could pass for an outage.
 */
export function foldMonitor(
  memory: MonitorMemory,
  policy: HealthPolicy,
  observations: Observation[],
  now: Instant,
): MonitorMemory {
  const oldestAt = now - Math.max(policy.freshMs, policy.answerWithinMs);
  const timely = observations.filter(({ scheduledAt }) => scheduledAt >= oldestAt);
  const recent = [...memory.recent, ...observations.filter(isOwnPace).map(toRecent)]
    .sort((a, b) => a.at - b.at)
    .slice(-recentMax);
  return { ...memory, health: foldHealth(memory.health, policy, timely), recent };
}

/** A plain answer outside of bursts; an observer that was offline says nothing about the target. */
function isOwnPace({ outcome, variant, seq }: Observation): boolean {
  return outcome.kind !== "observer_offline" && variant === "plain" && !isBurstSeq(seq);
}

function toRecent(observation: Observation): RecentAnswer {
  const { scheduledAt, region, totalMs, outcome, version } = observation;
  return {
    at: scheduledAt,
    region,
    ok: isOk(observation),
    totalMs: Math.round(totalMs),
    version: isReadableVersion(version?.value ?? null) ? (version?.value ?? null) : null,
    status: outcome.kind === "answered" ? outcome.status : null,
  };
}
