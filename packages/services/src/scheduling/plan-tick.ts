/** Which probes are due in one second: pure, so that two schedulers plan the same. */
import { isBurstSeq, offsetInSecondMs, type ProbeSlot, probeSeq, probesDue } from "@rollcall/domain/due";
import type { Instant } from "@rollcall/domain/glossary";
import type { ProbeVariant } from "@rollcall/domain/monitor-spec";
import type { BurstPlan } from "@rollcall/domain/rollout";
import { monitorRegions } from "./known-regions.ts";
import type { MonitorIndex } from "./monitor-index.ts";
import { shareBurstBudget } from "./share-burst-budget.ts";

/** What the scheduler keeps of a monitor. `isBurstable`: verifies deploys, and asks with GET or HEAD. */
export type ScheduledMonitor = {
  id: string;
  workspaceId: string;
  environmentId: string;
  configVersion: number;
  intervalMs: number;
  regions: string[];
  host: string;
  isBurstable: boolean;
  hasOrigin: boolean;
  /** A `ProbeSpec` as JSON, in clear: seal it before it leaves. */
  specJson: string;
  /** Something is sent that nobody else may read: a header, a body, or a query. */
  mayHoldSecrets: boolean;
};

/** What is to be probed at once, besides what is due. */
export type AtOnce = {
  /** Monitors that are new, edited or resumed. */
  monitorIds: ReadonlySet<string>;
  /** Environments whose deploy has just started: the baseline burst. */
  environmentIds: ReadonlySet<string>;
  /** Regions that confirm a failure, by monitor. */
  confirm: ReadonlyMap<string, readonly string[]>;
};

/** Everything there is to plan with. */
export type Schedule = {
  monitors: MonitorIndex;
  /** The plan of the open deploy, by environment. */
  plans: ReadonlyMap<string, BurstPlan>;
  /** Regions with a living worker. */
  regions: string[];
  /** Burst probes a second, over everything. */
  burstProbesMax: number;
};

export type PlannedProbe = {
  monitor: ScheduledMonitor;
  region: string;
  scheduledAt: Instant;
  seq: number;
  variant: ProbeVariant;
};

/** Nothing to probe at once. */
export const nothingAtOnce: AtOnce = { monitorIds: new Set(), environmentIds: new Set(), confirm: new Map() };

/** Probes that are under way within a few milliseconds of each other. */
const togetherMax = 40;

/** What one second asks for: `leftOut` is how many burst probes did not fit into the budget. */
export type PlannedTick = { probes: PlannedProbe[]; leftOut: number };

/** The probes of second `at` (whole seconds). A region without a living worker is given none: they would expire. */
export function planTick(schedule: Schedule, at: Instant, atOnce: AtOnce = nothingAtOnce): PlannedTick {
  const wanted = schedule.regions.flatMap((region) =>
    spreadOut(
      [...monitorsAsked(schedule, region, at, atOnce)].flatMap((monitor) =>
        monitorSlots(schedule, monitor, region, at, atOnce).map((slot) => ({
          monitor,
          region,
          scheduledAt: at,
          ...slot,
        })),
      ),
    ),
  );
  const probes = shareBurstBudget(wanted, at, schedule.burstProbesMax);
  return { probes, leftOut: wanted.length - probes.length };
}

/**
 * Many probes of one region's second go out at offsets of their own; what bursts or is asked for at once goes out at the
 * beginning.
 */
function spreadOut(probes: PlannedProbe[]): PlannedProbe[] {
  const isOwn = ({ seq }: PlannedProbe) => seq === probeSeq.interval;
  if (probes.filter(isOwn).length <= togetherMax) return probes;
  return probes.map((probe) => {
    if (!isOwn(probe)) return probe;
    return { ...probe, scheduledAt: probe.scheduledAt + offsetInSecondMs(probe.monitor.id, probe.region) };
  });
}

/** Those that may have something to do: what is due, what bursts, and what is asked for at once. */
function monitorsAsked(
  { monitors, plans }: Schedule,
  region: string,
  at: Instant,
  { monitorIds, confirm }: AtOnce,
): Set<ScheduledMonitor> {
  const asked = new Set(monitors.dueAt(region, at));
  for (const environmentId of plans.keys())
    for (const monitor of monitors.ofEnvironment(environmentId)) asked.add(monitor);
  for (const id of [...monitorIds, ...confirm.keys()]) {
    const monitor = monitors.get(id);
    if (monitor !== undefined) asked.add(monitor);
  }
  for (const monitor of asked) if (!monitorRegions(monitor, [region]).includes(region)) asked.delete(monitor);
  return asked;
}

function monitorSlots(
  schedule: Schedule,
  monitor: ScheduledMonitor,
  region: string,
  at: Instant,
  atOnce: AtOnce,
): ProbeSlot[] {
  const plan = (monitor.isBurstable && schedule.plans.get(monitor.environmentId)) || null;
  const { id: monitorId, intervalMs, hasOrigin } = monitor;
  const slots = probesDue({ monitorId, region, intervalMs, plan, hasOrigin }, at);
  const hasBurst = slots.some((slot) => isBurstSeq(slot.seq));
  if (plan !== null && !hasBurst && atOnce.environmentIds.has(monitor.environmentId))
    slots.push(...baseline(plan));
  if (atOnce.monitorIds.has(monitor.id)) slots.push({ seq: probeSeq.first, variant: "plain" });
  if (atOnce.confirm.get(monitor.id)?.includes(region))
    slots.push({ seq: probeSeq.confirm, variant: "plain" });
  return slots;
}

function baseline(plan: BurstPlan): ProbeSlot[] {
  return Array.from({ length: plan.count }, (_, i) => ({ seq: probeSeq.burst + i, variant: "plain" }));
}
