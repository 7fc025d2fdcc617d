import type { Tx } from "@rollcall/db";
import { forgottenAfterMs, heardWithinMs, skewCorrectedMs } from "@rollcall/domain/regions";

/** The regions that have workers now, or had until recently, in alphabetical order. */
export type KnownRegions = {
  /** Judged: a region that fell silent is shown as silent until it is forgotten. */
  expected: string[];
  /** Given probes. */
  alive: string[];
  /** By how much the clock of its furthest prober is ahead, where it is. */
  aheadMs: Record<string, number>;
  /** Addresses and CIDRs that the probes of a region come from, where its operator tells them. */
  egressAddresses: Record<string, string[]>;
};

/** Reads where probes run from, from the workers' heartbeats. */
export async function readKnownRegions(tx: Pick<Tx, "regionWorker">, now: Date): Promise<KnownRegions> {
  const workers = await tx.regionWorker.findMany({
    select: { region: true, seenAt: true, clockSkewMs: true, egressAddresses: true },
    where: { seenAt: { gt: new Date(now.getTime() - forgottenAfterMs) } },
    orderBy: { region: "asc" },
  });
  return toKnownRegions(workers, now);
}

type WorkerRow = { region: string; seenAt: Date; clockSkewMs: number; egressAddresses: string[] };

/** What workers that were heard lately, in the order of their regions, say of the regions. */
export function toKnownRegions(workers: readonly WorkerRow[], now: Date): KnownRegions {
  const alive = workers.filter(({ seenAt }) => now.getTime() - seenAt.getTime() <= heardWithinMs);
  const aheadMs: Record<string, number> = {};
  for (const { region, clockSkewMs } of alive)
    if (clockSkewMs > skewCorrectedMs) aheadMs[region] = Math.max(aheadMs[region] ?? 0, clockSkewMs);
  const egressAddresses: Record<string, string[]> = {};
  for (const { region, egressAddresses: told } of workers)
    if (told.length > 0)
      egressAddresses[region] = [...new Set([...(egressAddresses[region] ?? []), ...told])];
  const namesOf = (rows: readonly { region: string }[]) => [...new Set(rows.map(({ region }) => region))];
  return { expected: namesOf(workers), alive: namesOf(alive), aheadMs, egressAddresses };
}

/** A monitor's own regions, or all when it names none. */
export function monitorRegions<Regions extends readonly string[]>(
  monitor: { regions: Regions },
  known: Regions,
): Regions {
  return monitor.regions.length > 0 ? monitor.regions : known;
}
