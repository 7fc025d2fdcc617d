import type { Tx } from "@rollcall/db";
import { AppError } from "@rollcall/domain/problem";
import { environmentReach, type ServiceContext } from "../context.ts";
import { type MonitorRow, monitorIncludes } from "./to-monitor-wire.ts";

/** The monitor of this workspace, or `not_found`: also for another workspace's, a deleted one, or one out of a token's reach. */
export async function findMonitor(
  reader: Pick<Tx, "monitor">,
  ctx: ServiceContext,
  monitorId: string,
): Promise<MonitorRow> {
  const row = await reader.monitor.findFirst({
    where: {
      id: monitorId,
      workspaceId: ctx.workspaceId,
      deletedAt: null,
      environment: environmentReach(ctx),
    },
    include: monitorIncludes,
  });
  if (row === null) throw new AppError("not_found", "There is no such monitor.");
  return row;
}
