import type { Instant } from "../glossary.ts";
import type { ProbeVariant } from "../monitor-spec.ts";
import type { BurstPlan } from "../rollout/types.ts";
import { isDue } from "./phase.ts";

/** A monitor in one region, with the plan of its open deploy; without one it is probed at its own interval. */
export type ProbeCadence = {
  monitorId: string;
  region: string;
  intervalMs: number;
  plan: Pick<BurstPlan, "mode" | "count" | "everyMs" | "compareCache"> | null;
};

/** One probe of a tick. `seq` counts from 0 within (monitor, region, tick), plain probes first. */
export type ProbeSlot = { seq: number; variant: ProbeVariant };

/**
 * The probes to send at second `at`; empty when nothing is due. Bursts and intervals follow the same arithmetic, so
 * a changed plan takes effect at its own next tick and needs no hand-over.
 */
export function probesDue({ monitorId, region, intervalMs, plan }: ProbeCadence, at: Instant): ProbeSlot[] {
  const isBurst = plan !== null && plan.mode !== "interval";
  const everyMs = isBurst ? plan.everyMs : intervalMs;
  if (!isDue({ monitorId, region, everyMs }, at)) return [];
  const count = isBurst ? plan.count : 1;
  const slots: ProbeSlot[] = Array.from({ length: count }, (_, seq) => ({ seq, variant: "plain" }));
  if (isBurst && plan.compareCache) slots.push({ seq: count, variant: "busted" });
  return slots;
}
