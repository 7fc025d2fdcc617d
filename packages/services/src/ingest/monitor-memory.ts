/** What is kept of a monitor between judgements: `monitor_health.state`. */
import { isBurstSeq } from "@rollcall/domain/due";
import type { Instant } from "@rollcall/domain/glossary";
import { foldHealth, type HealthFold, type HealthPolicy, startHealth } from "@rollcall/domain/health";
import { isReadableVersion } from "@rollcall/domain/matching";
import type { Observation } from "@rollcall/domain/observation";
import type { News } from "./judge-deploys.ts";

/** The last version that a region read at the monitor's own pace. */
export type ReadVersion = { at: Instant; version: string };

/** `configVersion`: the configuration it was observed with; another one starts anew. `served` is by region. */
export type MonitorMemory = {
  configVersion: number;
  health: HealthFold;
  served: Record<string, ReadVersion>;
  /** Where earlier releases keep their last answers, and look for them while they are being replaced; now empty. */
  recent: { at: Instant; region: string; version: string | null }[];
};

/** A region that has read no version for so long says nothing any more. */
const forgottenMs = 86_400_000;

/** The memory of a monitor, empty when there is none or its configuration has changed since. */
export function readMonitorMemory(column: unknown, configVersion: number, now: Instant): MonitorMemory {
  const memory = column as (Omit<MonitorMemory, "served"> & Partial<MonitorMemory>) | null | undefined;
  if (memory?.configVersion !== configVersion)
    return { configVersion, health: startHealth(now), served: {}, recent: [] };
  return { ...memory, served: foldVersions(memory.served ?? {}, memory.recent), recent: [] };
}

/**
 * Folds new answers in; they come in any order, each once. What has just come so late that it would not be fresh any
 * more, from a prober that was cut off, says nothing about now: between answers that are still missing it could pass for
 * an outage. What rested came in time, or is a good answer that changes nothing.
 */
export function foldMonitor(
  memory: MonitorMemory,
  policy: HealthPolicy,
  { fresh, rested }: News,
  now: Instant,
): MonitorMemory {
  const oldestAt = now - Math.max(policy.freshMs, policy.answerWithinMs);
  const timely = [...rested, ...fresh.filter(({ scheduledAt }) => scheduledAt >= oldestAt)];
  const read = [...rested, ...fresh].filter(isOwnPace).map(({ scheduledAt, region, version }) => ({
    ...{ at: scheduledAt, region },
    version: isReadableVersion(version?.value ?? null) ? (version?.value ?? null) : null,
  }));
  return {
    ...memory,
    health: foldHealth(memory.health, policy, timely),
    served: foldVersions(memory.served, read),
  };
}

/** A plain answer outside of bursts; an observer that was offline says nothing about the target. */
function isOwnPace({ outcome, variant, seq }: Observation): boolean {
  return outcome.kind !== "observer_offline" && variant === "plain" && !isBurstSeq(seq);
}

function foldVersions(
  served: Record<string, ReadVersion>,
  read: MonitorMemory["recent"],
): Record<string, ReadVersion> {
  if (read.length === 0) return served;
  const folded = { ...served };
  for (const { at, region, version } of read)
    if (version !== null && at >= (folded[region]?.at ?? 0)) folded[region] = { at, version };
  const newest = Math.max(...Object.values(folded).map(({ at }) => at));
  return Object.fromEntries(Object.entries(folded).filter(([, { at }]) => newest - at <= forgottenMs));
}
