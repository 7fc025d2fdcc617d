import { readAnswers } from "@rollcall/db";
import type { DeployState } from "@rollcall/domain/glossary";
import { type HistoryWindow, historyWindowMs, historyWindows, planHistory } from "@rollcall/domain/history";
import { AppError, parseInput } from "@rollcall/domain/problem";
import { type HistoryWire, monitorHistoryInput, serviceHistoryInput } from "@rollcall/domain/wire";
import { requirePermission, requireReach, type ServiceContext } from "../context.ts";
import { findMonitor } from "../monitors/find-monitor.ts";
import { monitorRegions, readKnownRegions } from "../scheduling/known-regions.ts";
import { findService } from "../services/find-service.ts";
import { historyParts, historyRanges } from "./history-columns.ts";
import { measureHealth, readJudgedSince } from "./measure-health.ts";

const deploysMax = 50;

/** The history of a service in an environment, all its monitors together, by id or name of the service. */
export async function readServiceHistory(
  ctx: ServiceContext,
  idOrName: string,
  query: unknown,
): Promise<HistoryWire> {
  requirePermission(ctx, "read");
  const { environment: name, window } = parseInput(serviceHistoryInput, query);
  const service = await findService(ctx.db.prisma, ctx, idOrName);
  requireReach(ctx, service.name, name);
  const environment = service.environments.find((one) => one.name === name);
  if (environment === undefined) throw new AppError("not_found", `There is no ${service.name} in ${name}.`);
  const monitors = await ctx.db.prisma.monitor.findMany({
    where: { workspaceId: ctx.workspaceId, environmentId: environment.id, deletedAt: null },
    select: { id: true, regions: true },
  });
  const place = { service: service.name, environment: name, monitor: null };
  return { ...place, ...(await readHistory(ctx, environment.id, monitors, window)) };
}

/** The history of one monitor; its uptime is that of its environment, which is what is judged. */
export async function readMonitorHistory(
  ctx: ServiceContext,
  monitorId: string,
  query: unknown,
): Promise<HistoryWire> {
  requirePermission(ctx, "read");
  const { window } = parseInput(monitorHistoryInput, query);
  const monitor = await findMonitor(ctx.db.prisma, ctx, monitorId);
  const { environment, id, name } = monitor;
  const place = { service: environment.service.name, environment: environment.name, monitor: { id, name } };
  return { ...place, ...(await readHistory(ctx, environment.id, [monitor], window)) };
}

async function readHistory(
  ctx: ServiceContext,
  environmentId: string,
  monitors: { id: string; regions: string[] }[],
  window: HistoryWindow,
): Promise<Omit<HistoryWire, "service" | "environment" | "monitor">> {
  const now = ctx.now();
  const { expected } = await readKnownRegions(ctx.db.prisma, now);
  const series = monitors.reduce((sum, monitor) => sum + monitorRegions(monitor, expected).length, 0);
  const plan = planHistory(window, series, now.getTime());
  const windows = historyWindows.map((one) => ({
    from: now.getTime() - historyWindowMs(one),
    until: now.getTime(),
  }));
  const [answers, uptimes, judgedSince, deploys] = await Promise.all([
    readAnswers(
      ctx.db,
      monitors.map(({ id }) => id),
      plan,
    ),
    measureHealth(ctx, environmentId, [...windows, ...historyRanges(plan)]),
    readJudgedSince(ctx, environmentId),
    readDeploys(ctx, environmentId, new Date(plan.from)),
  ]);
  return {
    window,
    from: new Date(plan.from).toISOString(),
    until: now.toISOString(),
    uptime: Object.fromEntries(
      historyWindows.map((one, index) => [one, uptimes[index]?.share ?? null]),
    ) as HistoryWire["uptime"],
    judgedSince: judgedSince?.toISOString() ?? null,
    ...historyParts(plan, answers, uptimes.slice(windows.length)),
    deploys,
  };
}

async function readDeploys(
  ctx: ServiceContext,
  environmentId: string,
  from: Date,
): Promise<HistoryWire["deploys"]> {
  const rows = await ctx.db.prisma.deploy.findMany({
    where: { workspaceId: ctx.workspaceId, environmentId, startedAt: { gte: from } },
    select: { id: true, version: true, state: true, startedAt: true },
    orderBy: { createdAt: "desc" },
    take: deploysMax,
  });
  return rows.reverse().flatMap(({ id, version, state, startedAt }) => {
    if (startedAt === null) return [];
    return [{ id, version, state: state as DeployState, startedAt: startedAt.toISOString() }];
  });
}
