import { phaseMs } from "@rollcall/domain/due";
import type { Instant } from "@rollcall/domain/glossary";
import { monitorRegions } from "./known-regions.ts";
import type { ScheduledMonitor } from "./plan-tick.ts";

/** Monitors by what a second asks for, so that none is looked at in vain. */
export type MonitorIndex = {
  /** Those whose own interval is due in second `at` from a region. */
  dueAt(region: string, at: Instant): readonly ScheduledMonitor[];
  ofEnvironment(environmentId: string): readonly ScheduledMonitor[];
  get(id: string): ScheduledMonitor | undefined;
};

/** By interval, then by second of the interval; a list or nothing. */
type Seconds = Map<number, (ScheduledMonitor[] | undefined)[]>;

/** Sorts monitors by the phase of each in each of its regions: the arithmetic of `isDue`, done once. */
export function indexMonitors(
  monitors: readonly ScheduledMonitor[],
  regions: readonly string[],
): MonitorIndex {
  const byId = new Map(monitors.map((monitor) => [monitor.id, monitor]));
  const byEnvironment = new Map<string, ScheduledMonitor[]>();
  const byRegion = new Map<string, Seconds>(regions.map((region) => [region, new Map()]));
  for (const monitor of monitors) {
    const { id, environmentId, intervalMs } = monitor;
    const neighbours = byEnvironment.get(environmentId);
    if (neighbours === undefined) byEnvironment.set(environmentId, [monitor]);
    else neighbours.push(monitor);
    for (const region of monitorRegions<readonly string[]>(monitor, regions)) {
      const seconds = byRegion.get(region);
      if (seconds !== undefined) add(seconds, intervalMs, phaseMs(id, intervalMs, region), monitor);
    }
  }
  return {
    dueAt: (region, at) =>
      [...(byRegion.get(region) ?? [])].flatMap(
        ([intervalMs, lists]) => lists[(at % intervalMs) / 1000] ?? [],
      ),
    ofEnvironment: (environmentId) => byEnvironment.get(environmentId) ?? [],
    get: (id) => byId.get(id),
  };
}

function add(seconds: Seconds, intervalMs: number, phase: number, monitor: ScheduledMonitor): void {
  const lists = seconds.get(intervalMs) ?? [];
  seconds.set(intervalMs, lists);
  const list = lists[phase / 1000];
  if (list === undefined) lists[phase / 1000] = [monitor];
  else list.push(monitor);
}
