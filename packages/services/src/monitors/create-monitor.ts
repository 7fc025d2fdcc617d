import { inTransaction, newId, type Tx } from "@rollcall/db";
import { AppError, parseInput } from "@rollcall/domain/problem";
import { type CreateMonitorInput, createMonitorInput, type MonitorWire } from "@rollcall/domain/wire";
import { notifyWorkspace, writeAudit } from "../audit.ts";
import { requirePermission, requireReach, type ServiceContext } from "../context.ts";
import { ensureEnvironment } from "../services/index.ts";
import { planLimits } from "../workspaces/index.ts";
import type { MonitorContext } from "./monitor-context.ts";
import { requireOpenOrigin, requireOpenUrl } from "./require-open-url.ts";
import { requireVerifiable } from "./require-verifiable.ts";
import { sealHeaders } from "./stored-headers.ts";
import { monitorIncludes, toMonitorWire } from "./to-monitor-wire.ts";
import { wakeJudge } from "./wake-judge.ts";

/** Makes a monitor, and its service and environment when they are new; it is probed at once. */
export async function createMonitor(ctx: MonitorContext, input: unknown): Promise<MonitorWire> {
  requirePermission(ctx, "write");
  const wanted = parseInput(createMonitorInput, input);
  requireReach(ctx, wanted.service, wanted.environment);
  requireOpenUrl(ctx.guard, wanted.url);
  requireOpenOrigin(ctx.guard, wanted.origin, wanted.url);
  const verifiesDeploys = wanted.verifiesDeploys ?? wanted.version !== null;
  requireVerifiable({ ...wanted, verifiesDeploys });
  return inTransaction(ctx.db, async (tx) => {
    await requireRoom(tx, ctx, wanted.intervalSeconds);
    const environment = await ensureEnvironment(tx, ctx.workspaceId, wanted.service, wanted.environment);
    const id = newId("mon");
    await tx.monitor.create({
      data: { id, ...toColumns(ctx, id, wanted), verifiesDeploys, environmentId: environment.id },
    });
    await wakeJudge(tx, environment.id, ctx.now());
    await writeAudit(tx, ctx, "monitor.create", id, { service: wanted.service, url: wanted.url });
    await notifyWorkspace(tx, ctx.workspaceId);
    return toMonitorWire(await tx.monitor.findUniqueOrThrow({ where: { id }, include: monitorIncludes }));
  });
}

function toColumns(ctx: MonitorContext, id: string, wanted: CreateMonitorInput) {
  return {
    workspaceId: ctx.workspaceId,
    name: wanted.name ?? defaultName(wanted.url),
    url: wanted.url,
    method: wanted.method,
    headers: sealHeaders(ctx.sealer, id, wanted.headers, []),
    body: wanted.body,
    intervalSeconds: wanted.intervalSeconds,
    timeoutMs: wanted.timeoutMs,
    followRedirects: wanted.followRedirects,
    origin: wanted.origin,
    regions: wanted.regions,
    version: wanted.version ?? undefined,
    instance: wanted.instance ?? undefined,
    assertions: wanted.assertions,
    quorumRegions: wanted.quorum?.regions ?? null,
    failureThreshold: wanted.failureThreshold,
    recoveryThreshold: wanted.recoveryThreshold,
    freshSeconds: wanted.freshSeconds,
    enabled: wanted.enabled,
    labels: wanted.labels,
    createdAt: ctx.now(),
    updatedAt: ctx.now(),
  };
}

/** Throws `limit_reached` when the plan has no room for one more monitor or is too small for its interval. */
async function requireRoom(tx: Tx, ctx: ServiceContext, intervalSeconds: number): Promise<void> {
  // Two monitors made at once cannot both take the last place. Judgements share the row all the time and must not be
  // waited for, so its key is left to them.
  await tx.$queryRaw`SELECT id FROM workspace WHERE id = ${ctx.workspaceId} FOR NO KEY UPDATE`;
  const { plan } = await tx.workspace.findUniqueOrThrow({ where: { id: ctx.workspaceId } });
  const limits = planLimits(plan);
  requireInterval(plan, intervalSeconds);
  const inUse = await tx.monitor.count({ where: { workspaceId: ctx.workspaceId, deletedAt: null } });
  if (inUse < limits.monitors) return;
  throw new AppError("limit_reached", `The plan "${plan}" has room for ${limits.monitors} monitors.`);
}

/** Throws `limit_reached` when the plan does not probe that often. */
export function requireInterval(plan: string, intervalSeconds: number): void {
  const { intervalSecondsMin } = planLimits(plan);
  if (intervalSeconds >= intervalSecondsMin) return;
  throw new AppError("limit_reached", `The plan "${plan}" probes every ${intervalSecondsMin} s at most.`, {
    errors: [{ detail: `at least ${intervalSecondsMin}`, pointer: "#/intervalSeconds" }],
  });
}

function defaultName(url: string): string {
  const { host, pathname } = new URL(url);
  return `${host}${pathname === "/" ? "" : pathname}`.slice(0, 100);
}
