import type { Instant } from "../glossary.ts";
import type { ProbeVariant } from "../monitor-spec.ts";
import type { BurstPlan } from "../rollout/types.ts";
import { isDue } from "./phase.ts";
import { probeSeq } from "./probe-seq.ts";

/** A monitor in one region, with the plan of its open deploy, or `null` without one. */
export type ProbeCadence = {
  monitorId: string;
  region: string;
  intervalMs: number;
  plan: Pick<BurstPlan, "mode" | "count" | "everyMs" | "compareCache" | "assets"> | null;
  /** The monitor names an origin to compare with. */
  hasOrigin?: boolean;
};

/** One probe of a tick; its `seq` is unique within (monitor, region, tick). */
export type ProbeSlot = { seq: number; variant: ProbeVariant };

/**
 * The probes to send at second `at`; empty when nothing is due. The monitor's own interval goes on during a burst,
 * because health is counted at that pace. A changed plan takes effect at its own next tick and needs no hand-over.
 */
export function probesDue(cadence: ProbeCadence, at: Instant): ProbeSlot[] {
  const { monitorId, region, intervalMs, plan, hasOrigin = false } = cadence;
  const slots: ProbeSlot[] = [];
  if (isDue({ monitorId, region, everyMs: intervalMs }, at)) {
    slots.push({ seq: probeSeq.interval, variant: "plain" });
  }
  const page = plan?.assets?.find((one) => one.monitorId === monitorId && one.region === region);
  if (page !== undefined && isDue({ monitorId, region, everyMs: page.everyMs }, at)) {
    slots.push({ seq: probeSeq.assets, variant: "assets" });
  }
  if (plan === null || plan.mode === "interval") return slots;
  if (!isDue({ monitorId, region, everyMs: plan.everyMs }, at)) return slots;
  for (let i = 0; i < plan.count; i++) slots.push({ seq: probeSeq.burst + i, variant: "plain" });
  if (plan.compareCache) slots.push({ seq: probeSeq.busted, variant: "busted" });
  if (plan.compareCache && hasOrigin) slots.push({ seq: probeSeq.origin, variant: "origin" });
  return slots;
}
