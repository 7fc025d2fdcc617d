import type { HealthPolicy } from "@rollcall/domain/health";
import { forgottenAfterMs } from "@rollcall/domain/regions";
import { monitorRegions } from "../scheduling/known-regions.ts";
import type { JudgedMonitor } from "./load-environment.ts";

const advisoryAlertMs = 600_000;
/** Between a probe's timeout and its answer: a tick of the scheduler, the queue, a flush of the prober. */
const wayMs = 5_000;

/** The columns of a monitor that say how its health is judged. */
export type PolicyColumns = Pick<
  JudgedMonitor,
  | "intervalSeconds"
  | "timeoutMs"
  | "freshSeconds"
  | "regions"
  | "quorumRegions"
  | "failureThreshold"
  | "recoveryThreshold"
  | "enabled"
>;

/** From a monitor's row to what the pure judgement of its health is told. */
export function healthPolicy(monitor: PolicyColumns, expectedRegions: string[]): HealthPolicy {
  const freshMs =
    monitor.freshSeconds === null
      ? 2 * monitor.intervalSeconds * 1000 + monitor.timeoutMs
      : monitor.freshSeconds * 1000;
  return {
    regions: monitorRegions(monitor, expectedRegions),
    quorum: monitor.quorumRegions,
    failureThreshold: monitor.failureThreshold,
    recoveryThreshold: monitor.recoveryThreshold,
    freshMs,
    heldMs: forgottenAfterMs,
    answerWithinMs: monitor.timeoutMs + wayMs,
    advisoryAlertMs,
    enabled: monitor.enabled,
  };
}
