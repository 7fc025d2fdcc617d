import type { HealthState } from "@rollcall/domain/glossary";
import { type HealthSpan, measureUptime } from "@rollcall/domain/maintenance";
import type { ServiceContext } from "../context.ts";
import type { HealthHistory } from "../views.ts";

const dayMs = 86_400_000;
/** How long it is kept what health was. */
export const healthDays = 400;

/**
 * What an environment's health was over the last days, or since it is watched, oldest first, and what that makes of its
 * uptime. The caller has authorised.
 */
export async function readHealthHistory(
  ctx: ServiceContext,
  environmentId: string,
  days: number,
): Promise<HealthHistory> {
  const { workspaceId } = ctx;
  const until = ctx.now().getTime();
  const earliest = until - days * dayMs;
  const [rows, { health, healthSince }] = await Promise.all([
    ctx.db.prisma.healthSpan.findMany({
      where: { workspaceId, environmentId, endedAt: { gt: new Date(earliest) } },
      orderBy: { startedAt: "asc" },
    }),
    ctx.db.prisma.environment.findFirstOrThrow({
      where: { workspaceId, id: environmentId },
      select: { health: true, healthSince: true },
    }),
  ]);
  const spans: HealthSpan[] = rows.map((row) => ({
    health: row.health as HealthState,
    from: row.startedAt.getTime(),
    until: row.endedAt.getTime(),
  }));
  if (healthSince !== null)
    spans.push({ health: health as HealthState, from: healthSince.getTime(), until: null });
  const from = Math.max(earliest, spans[0]?.from ?? until);
  const { share, downMs, maintenanceMs } = measureUptime(spans, from, until);
  const toTime = (at: number) => new Date(at).toISOString();
  return {
    spans: spans.map((span) => ({
      health: span.health,
      from: toTime(Math.max(span.from, from)),
      until: toTime(span.until ?? until),
    })),
    uptime: {
      from: toTime(from),
      share,
      downSeconds: Math.round(downMs / 1000),
      maintenanceSeconds: Math.round(maintenanceMs / 1000),
    },
  };
}
