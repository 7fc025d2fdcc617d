import { isBurstSeq, phaseMs } from "@rollcall/domain/due";
import type { Instant } from "@rollcall/domain/glossary";
import type { PlannedProbe } from "./plan-tick.ts";

/** What a small machine judges beside all else: five answers every two seconds of 160 rollouts, say. */
export const usualBurstProbesMax = 400;

/** Burst probes a second that one region may send to one host, over all its monitors. */
const hostBurstMax = 60;

/**
 * Keeps the bursts of one second within budget: what one region sends to one host, and `max` over everything, which is
 * what the judge can take in. Where they want more, bursts are admitted whole, so that what is sent of one is complete:
 * each workspace's first before anyone's second, and of a workspace each in its turn. Fewer answers make a verdict
 * later, never wrong. Probes of the interval are never left out.
 */
export function shareBurstBudget(planned: readonly PlannedProbe[], at: Instant, max: number): PlannedProbe[] {
  const bursts = new Map<string, Burst>();
  for (const probe of planned) {
    if (!isBurstSeq(probe.seq)) continue;
    const key = burstKey(probe);
    const burst = bursts.get(key) ?? toBurst(key, probe, at);
    burst.size += 1;
    bursts.set(key, burst);
  }
  const admitted = admit(inTurn([...bursts.values()]), max);
  return planned.filter((probe) => !isBurstSeq(probe.seq) || admitted.has(burstKey(probe)));
}

type Burst = { key: string; workspaceId: string; place: string; size: number; lot: number };

function burstKey({ monitor, region }: PlannedProbe): string {
  return `${monitor.id} ${region}`;
}

function toBurst(key: string, { monitor, region }: PlannedProbe, at: Instant): Burst {
  const { workspaceId, host } = monitor;
  return { key, workspaceId, place: `${region} ${host}`, size: 0, lot: lotOf(key, at) };
}

const lots = 3_600_000;
const drawnEveryMs = 60_000;
const goldenRatio = (Math.sqrt(5) - 1) / 2;

/**
 * Lots are drawn anew every minute, or the same ones would stand before the same others for ever. In between everyone's
 * moves on by the golden ratio each second: then nobody's turns are far apart, without luck.
 */
function lotOf(key: string, at: Instant): number {
  const drawn = phaseMs(`${key} ${Math.floor(at / drawnEveryMs)}`, lots) / lots;
  return (drawn + (at / 1000) * goldenRatio) % 1;
}

function inTurn(bursts: Burst[]): Burst[] {
  const taken = new Map<string, number>();
  const ranked = bursts
    .sort((a, b) => a.lot - b.lot)
    .map((burst) => {
      const rank = taken.get(burst.workspaceId) ?? 0;
      taken.set(burst.workspaceId, rank + 1);
      return { burst, rank };
    });
  return ranked.sort((a, b) => a.rank - b.rank || a.burst.lot - b.burst.lot).map(({ burst }) => burst);
}

/** The keys of those that fit together; all of them nearly always. */
function admit(bursts: readonly Burst[], max: number): Set<string> {
  let left = max;
  const leftOf = new Map<string, number>();
  const admitted = new Set<string>();
  for (const { key, place, size } of bursts) {
    const leftHere = leftOf.get(place) ?? hostBurstMax;
    if (size > left || size > leftHere) continue;
    left -= size;
    leftOf.set(place, leftHere - size);
    admitted.add(key);
  }
  return admitted;
}
