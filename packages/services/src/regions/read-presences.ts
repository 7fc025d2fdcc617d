import type { Tx } from "@rollcall/db";
import { type RegionPresence, regionPresence } from "@rollcall/domain/regions";

/** How every region stands that has or had a prober, from the probers' heartbeats; in alphabetical order. */
export async function readPresences(
  tx: Pick<Tx, "regionWorker">,
  now: Date,
  judgingSince?: Date,
): Promise<RegionPresence[]> {
  const workers = await tx.regionWorker.findMany({
    select: { region: true, heardAt: true, heardSince: true, offlineSince: true },
    orderBy: { region: "asc" },
  });
  return [...new Set(workers.map((worker) => worker.region))].map((region) => {
    const signs = workers
      .filter((worker) => worker.region === region)
      .map(({ heardAt, heardSince, offlineSince }) => ({
        heardAt: heardAt.getTime(),
        heardSince: heardSince.getTime(),
        offlineSince: offlineSince?.getTime() ?? null,
      }));
    return regionPresence(region, signs, now.getTime(), judgingSince?.getTime());
  });
}
