import { coreRoles, instanceFaultCodes, isEssentialFault } from "@rollcall/domain/instance";
import type { InstanceMetrics } from "@rollcall/runtime";
import type { Instance } from "@rollcall/services/instance";

/** Writes how the instance stands into its gauges; `null` when that could not be read: then none keeps an old value. */
export function measureInstance(metrics: InstanceMetrics, instance: Instance | null): void {
  metrics.registry.resetMetrics();
  metrics.readable.set(instance === null || instance.facts.isQueueAway ? 0 : 1);
  if (instance === null) return;
  const { facts, faults } = instance;
  const at = instance.at.getTime();
  const secondsSince = (since: number | null) => (since === null ? 0 : Math.max(0, (at - since) / 1000));
  for (const code of instanceFaultCodes)
    metrics.faults.set(
      { fault: code, essential: String(isEssentialFault(code)) },
      faults.some((fault) => fault.code === code) ? 1 : 0,
    );
  for (const role of coreRoles) {
    const signs = facts.signs.filter((sign) => sign.role === role);
    if (signs.length === 0) continue;
    metrics.roleHeardSeconds.set({ role }, secondsSince(Math.max(...signs.map(({ heardAt }) => heardAt))));
    metrics.roleIdleSeconds.set({ role }, secondsSince(Math.max(...signs.map(({ doneAt }) => doneAt))));
  }
  if (facts.ledUntil !== null) metrics.leaseSeconds.set((facts.ledUntil - at) / 1000);
  for (const { queue, waiting, oldestMs } of facts.queues) {
    metrics.queueWaiting.set({ queue }, waiting);
    metrics.queueOldestSeconds.set({ queue }, (oldestMs ?? 0) / 1000);
  }
  for (const { region, state } of facts.presences)
    metrics.regionLost.set({ region }, state === "silent" || state === "offline" ? 1 : 0);
  metrics.oldestUntoldSeconds.set({ what: "notice" }, secondsSince(facts.noticesSince));
  metrics.oldestUntoldSeconds.set({ what: "delivery" }, secondsSince(facts.deliveriesSince));
  metrics.oldestUntoldSeconds.set({ what: "refused_mail" }, secondsSince(facts.mailRefusedSince));
  metrics.deadLetters.set(facts.deadLetters);
}
