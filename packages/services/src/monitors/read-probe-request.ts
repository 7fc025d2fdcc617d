import { AppError } from "@rollcall/domain/problem";
import { heardWithinMs } from "@rollcall/domain/regions";
import { type Inspection, inspection } from "@rollcall/queue";
import { requirePermission, requireWholeWorkspace, type ServiceContext } from "../context.ts";
import { readKnownRegions } from "../scheduling/index.ts";
import { probeRegionsMax, probeWaitMs, rowId } from "./request-probe.ts";

/** `silent`: no prober of the region is there, or it did not answer in time; `why` says which, and what to do. */
export type ProbeRequestView = {
  id: string;
  createdAt: string;
  isDone: boolean;
  regions: {
    region: string;
    state: "pending" | "done" | "silent";
    why: string | null;
    inspection: Inspection | null;
  }[];
};

/** What the regions have answered so far to a probe a person asked for. */
export async function readProbeRequest(ctx: ServiceContext, requestId: string): Promise<ProbeRequestView> {
  requirePermission(ctx, "read");
  requireWholeWorkspace(ctx);
  const ids = Array.from({ length: probeRegionsMax }, (_, index) => rowId(requestId, index));
  const rows = await ctx.db.prisma.probeRequest.findMany({
    where: { workspaceId: ctx.workspaceId, id: { in: ids } },
    orderBy: { region: "asc" },
  });
  const first = rows[0];
  if (first === undefined) throw new AppError("not_found", "There is no such probe request.");
  const { alive } = await readKnownRegions(ctx.db.prisma, ctx.now());
  const isLate = ctx.now().getTime() - first.createdAt.getTime() > probeWaitMs;
  const regions = rows.map(({ region, result }) => {
    const why = result === null ? whySilent(region, { isAlive: alive.includes(region), isLate }) : null;
    const state =
      result !== null ? ("done" as const) : why !== null ? ("silent" as const) : ("pending" as const);
    return { region, state, why, inspection: result === null ? null : inspection.parse(result) };
  });
  return {
    id: requestId,
    createdAt: first.createdAt.toISOString(),
    isDone: regions.every((region) => region.state !== "pending"),
    regions,
  };
}

function whySilent(
  region: string,
  { isAlive, isLate }: { isAlive: boolean; isLate: boolean },
): string | null {
  if (!isAlive)
    return `No prober of ${region} has been heard for ${heardWithinMs / 1000} s. Start a worker with ROLLCALL_REGIONS=${region}.`;
  if (!isLate) return null;
  return `The prober of ${region} is connected and did not answer within ${probeWaitMs / 1000} s: it is overloaded, or its ROLLCALL_REGION_KEY is not the one of ${region}. Its log tells.`;
}
