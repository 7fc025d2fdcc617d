import type { HealthPolicy } from "@rollcall/domain/health";
import { monitorRegions } from "../scheduling/known-regions.ts";
import type { JudgedMonitor } from "./load-environment.ts";

const advisoryAlertMs = 600_000;

/** From a monitor's row to what the pure judgement of its health is told. */
export function healthPolicy(monitor: JudgedMonitor, expectedRegions: string[]): HealthPolicy {
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
    advisoryAlertMs,
    enabled: monitor.enabled,
  };
}
