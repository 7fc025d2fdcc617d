import type { Tx } from "@rollcall/db";
import { forgottenAfterMs, heardWithinMs } from "@rollcall/domain/regions";

/** The regions that have workers now, or had until recently, in alphabetical order. */
export type KnownRegions = {
  /** Judged: a region that fell silent is shown as silent until it is forgotten. */
  expected: string[];
  /** Given probes. */
  alive: string[];
};

/** Reads where probes run from, from the workers' heartbeats. */
export async function readKnownRegions(tx: Pick<Tx, "regionWorker">, now: Date): Promise<KnownRegions> {
  const workers = await tx.regionWorker.groupBy({
    by: ["region"],
    where: { seenAt: { gt: new Date(now.getTime() - forgottenAfterMs) } },
    _max: { seenAt: true },
    orderBy: { region: "asc" },
  });
  const isAlive = (seenAt: Date | null) =>
    seenAt !== null && now.getTime() - seenAt.getTime() <= heardWithinMs;
  return {
    expected: workers.map((worker) => worker.region),
    alive: workers.filter((worker) => isAlive(worker._max.seenAt)).map((worker) => worker.region),
  };
}

/** A monitor's own regions, or all when it names none. */
export function monitorRegions(monitor: { regions: string[] }, known: string[]): string[] {
  return monitor.regions.length > 0 ? monitor.regions : known;
}
