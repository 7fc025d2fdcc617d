export { createMonitor } from "./create-monitor.ts";
export { deleteMonitor } from "./delete-monitor.ts";
export { listMonitors, listMonitorsInput, listMonitorViews } from "./list-monitors.ts";
export type { AddressGuard, MonitorContext, ProbingContext } from "./monitor-context.ts";
export { patchMonitor } from "./patch-monitor.ts";
export { readMonitor } from "./read-monitor.ts";
export { type ProbeRequestView, readProbeRequest } from "./read-probe-request.ts";
export {
  probeMonitorInput,
  probeUrlInput,
  type RequestedProbe,
  requestProbe,
  requestUrlProbe,
} from "./request-probe.ts";
export { toProbeSpec } from "./to-probe-spec.ts";
