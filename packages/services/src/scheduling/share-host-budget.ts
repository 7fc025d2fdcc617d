import { isBurstSeq, phaseMs } from "@rollcall/domain/due";
import type { Instant } from "@rollcall/domain/glossary";
import type { PlannedProbe } from "./plan-tick.ts";

/** Burst probes a second that one region may send to one host, over all its monitors. */
const hostBurstMax = 60;

/**
 * Keeps what one region sends to one host in one second within its budget. Where the bursts of several monitors want
 * more, they are admitted whole, in an order that is drawn anew every second: each gets its turn as often as the
 * others, and what is sent of a burst is complete. Probes of the interval are never left out.
 */
export function shareHostBudget(planned: readonly PlannedProbe[], at: Instant): PlannedProbe[] {
  const places = new Map<string, Map<string, number>>();
  for (const probe of planned) {
    if (!isBurstSeq(probe.seq)) continue;
    const place = `${probe.region} ${probe.monitor.host}`;
    const sizes = places.get(place) ?? new Map<string, number>();
    sizes.set(burstKey(probe), (sizes.get(burstKey(probe)) ?? 0) + 1);
    places.set(place, sizes);
  }
  const admitted = new Set([...places.values()].flatMap((sizes) => admit(sizes, at)));
  return planned.filter((probe) => !isBurstSeq(probe.seq) || admitted.has(burstKey(probe)));
}

function burstKey({ monitor, region }: PlannedProbe): string {
  return `${monitor.id} ${region}`;
}

/** The bursts, by key, that fit together; all of them nearly always. */
function admit(sizes: ReadonlyMap<string, number>, at: Instant): string[] {
  let left = hostBurstMax;
  const lots = [...sizes].map(([key, size]) => ({ key, size, lot: phaseMs(`${key} ${at}`, 3_600_000) }));
  return lots
    .sort((a, b) => a.lot - b.lot)
    .flatMap(({ key, size }) => {
      if (size > left) return [];
      left -= size;
      return [key];
    });
}
