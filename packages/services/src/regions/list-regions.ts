import type { Prisma } from "@rollcall/db";
import { heardWithinMs, type RegionPresence } from "@rollcall/domain/regions";
import { requirePermission, type ServiceContext } from "../context.ts";
import type { RegionRow } from "../views.ts";
import { readPresences } from "./read-presences.ts";

/** A worker unheard of for this long is no longer listed. */
const listedMs = 7 * 86_400_000;

/** Where probes run from: each region with its workers, the freshest first, and how many monitors it serves. */
export async function listRegions(ctx: ServiceContext): Promise<RegionRow[]> {
  requirePermission(ctx, "read");
  const now = ctx.now();
  const [presences, workers, monitors] = await Promise.all([
    readPresences(ctx.db.prisma, now),
    ctx.db.prisma.regionWorker.findMany({
      where: { seenAt: { gt: new Date(now.getTime() - listedMs) } },
      orderBy: [{ region: "asc" }, { seenAt: "desc" }],
    }),
    ctx.db.prisma.monitor.findMany({
      where: { workspaceId: ctx.workspaceId, deletedAt: null, enabled: true },
      select: { regions: true },
    }),
  ]);
  const served = (region: string) =>
    monitors.filter((m) => m.regions.length === 0 || m.regions.includes(region)).length;
  return presences.flatMap((presence) => {
    const group = workers.filter((worker) => worker.region === presence.region);
    return group.length === 0 ? [] : [toRegionRow(presence, group, served(presence.region), now)];
  });
}

function toRegionRow(
  { region, state, since }: RegionPresence,
  group: Prisma.RegionWorkerModel[],
  monitors: number,
  now: Date,
): RegionRow {
  const workers = group.map((worker) => ({
    workerId: worker.workerId,
    version: worker.version,
    seenAt: worker.seenAt.toISOString(),
    startedAt: worker.startedAt.toISOString(),
    clockSkewMs: worker.clockSkewMs,
    egressAddresses: worker.egressAddresses,
    alive: now.getTime() - worker.seenAt.getTime() <= heardWithinMs,
  }));
  return {
    region,
    workers,
    alive: workers.some((worker) => worker.alive),
    state,
    since: new Date(since).toISOString(),
    lastSeenAt: workers[0]?.seenAt ?? null,
    monitors,
  };
}
