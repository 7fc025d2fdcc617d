import type { HealthState } from "@rollcall/domain/glossary";
import { type HealthSpan, measureUptime } from "@rollcall/domain/maintenance";
import { AppError, parseInput } from "@rollcall/domain/problem";
import { environmentName, type UptimeWire } from "@rollcall/domain/wire";
import { z } from "zod";
import { requirePermission, requireReach, type ServiceContext } from "../context.ts";
import { findService } from "../services/find-service.ts";
import type { HealthHistory } from "../views.ts";

const dayMs = 86_400_000;
/** Housekeeping keeps spans a little longer. */
export const uptimeDaysMax = 400;

/** Query of `GET /api/v1/services/{service}/uptime`. */
export const uptimeInput = z.strictObject({
  environment: environmentName.default("production"),
  days: z.coerce.number().int().min(1).max(uptimeDaysMax).default(30),
});

/** How a service and environment was over the last days, or since it is watched; maintenance left out. */
export async function readUptime(ctx: ServiceContext, service: string, query: unknown): Promise<UptimeWire> {
  requirePermission(ctx, "read");
  const asked = parseInput(uptimeInput, query);
  const { name, environments } = await findService(ctx.db.prisma, ctx, service);
  requireReach(ctx, name, asked.environment);
  const environment = environments.find((one) => one.name === asked.environment);
  if (environment === undefined)
    throw new AppError("not_found", `There is no ${name} in ${asked.environment}.`);
  const { uptime } = await readHealthHistory(ctx, environment.id, asked.days);
  return { service: name, environment: environment.name, ...uptime };
}

/** What an environment's health was over the last days, oldest first, and what that makes of its uptime. */
export async function readHealthHistory(
  ctx: ServiceContext,
  environmentId: string,
  days: number,
): Promise<HealthHistory> {
  const { workspaceId } = ctx;
  const until = ctx.now().getTime();
  const environment = await ctx.db.prisma.environment.findFirstOrThrow({
    where: { workspaceId, id: environmentId },
    select: { health: true, healthSince: true },
  });
  const earliest = until - days * dayMs;
  const rows = await ctx.db.prisma.healthSpan.findMany({
    where: { workspaceId, environmentId, endedAt: { gt: new Date(earliest) } },
    orderBy: { startedAt: "asc" },
  });
  const { health, healthSince } = environment;
  const spans: HealthSpan[] = rows.map((row) => ({
    health: row.health as HealthState,
    from: row.startedAt.getTime(),
    until: row.endedAt.getTime(),
  }));
  if (healthSince !== null)
    spans.push({ health: health as HealthState, from: healthSince.getTime(), until: null });
  const from = Math.max(earliest, spans[0]?.from ?? until);
  const toTime = (at: number) => new Date(at).toISOString();
  const { share, upMs, downMs, maintenanceMs, unknownMs } = measureUptime(spans, from, until);
  return {
    spans: spans.map((span) => ({
      health: span.health,
      from: toTime(Math.max(span.from, from)),
      until: toTime(span.until ?? until),
    })),
    uptime: {
      from: toTime(from),
      until: toTime(until),
      share,
      upSeconds: Math.round(upMs / 1000),
      downSeconds: Math.round(downMs / 1000),
      maintenanceSeconds: Math.round(maintenanceMs / 1000),
      unknownSeconds: Math.round(unknownMs / 1000),
    },
  };
}
