import { AppError } from "@rollcall/domain/problem";
import { type Inspection, inspection } from "@rollcall/queue";
import { requirePermission, type ServiceContext } from "../context.ts";
import { readKnownRegions } from "../scheduling/index.ts";
import { probeRegionsMax, probeWaitMs, rowId } from "./request-probe.ts";

/** `silent`: no prober of the region is there, or it did not answer in time. */
export type ProbeRequestView = {
  id: string;
  createdAt: string;
  isDone: boolean;
  regions: { region: string; state: "pending" | "done" | "silent"; inspection: Inspection | null }[];
};

/** What the regions have answered so far to a probe a person asked for. */
export async function readProbeRequest(ctx: ServiceContext, requestId: string): Promise<ProbeRequestView> {
  requirePermission(ctx, "read");
  const ids = Array.from({ length: probeRegionsMax }, (_, index) => rowId(requestId, index));
  const rows = await ctx.db.prisma.probeRequest.findMany({
    where: { workspaceId: ctx.workspaceId, id: { in: ids } },
    orderBy: { region: "asc" },
  });
  const first = rows[0];
  if (first === undefined) throw new AppError("not_found", "There is no such probe request.");
  const { alive } = await readKnownRegions(ctx.db.prisma, ctx.now());
  const isLate = ctx.now().getTime() - first.createdAt.getTime() > probeWaitMs;
  const stateOf = ({ region, result }: (typeof rows)[number]): "pending" | "done" | "silent" => {
    if (result !== null) return "done";
    return isLate || !alive.includes(region) ? "silent" : "pending";
  };
  const regions = rows.map((row) => ({
    region: row.region,
    state: stateOf(row),
    inspection: row.result === null ? null : inspection.parse(row.result),
  }));
  return {
    id: requestId,
    createdAt: first.createdAt.toISOString(),
    isDone: regions.every((region) => region.state !== "pending"),
    regions,
  };
}
