/** How long an environment's health was what. */
import type { HealthState } from "@rollcall/domain/glossary";
import { addUpUptime, type HealthLength, isJudgedHealth, type Uptime } from "@rollcall/domain/maintenance";
import type { ServiceContext } from "../context.ts";

/** How long it is kept what health was. */
export const healthDays = 400;

/** A time to measure, in epoch milliseconds; `until` is now at the latest. */
export type MeasuredRange = { from: number; until: number };

/**
 * Measures each of these ranges. The database adds up, however often health has changed: what comes back is a few rows a
 * range. The caller has authorised.
 */
export async function measureHealth(
  { db, workspaceId }: ServiceContext,
  environmentId: string,
  ranges: readonly MeasuredRange[],
): Promise<Uptime[]> {
  const times = (end: keyof MeasuredRange) => ranges.map((range) => new Date(range[end]).toISOString());
  const rows = await db.prisma.$queryRaw<({ place: number } & HealthLength)[]>`
    SELECT r.place::int AS place, s.health,
      sum(extract(epoch FROM LEAST(s.until, r.until) - GREATEST(s.since, r.since)) * 1000)::float8 AS ms
    FROM unnest(${times("from")}::text[]::timestamptz[], ${times("until")}::text[]::timestamptz[])
      WITH ORDINALITY AS r(since, until, place)
    CROSS JOIN LATERAL (
      SELECT h.health, h.started_at AS since, h.ended_at AS until FROM health_span h
      WHERE h.workspace_id = ${workspaceId} AND h.environment_id = ${environmentId}
        AND h.started_at < r.until AND h.ended_at > r.since
        -- Spans follow one another: what began before the one that the range begins in is over.
        AND h.started_at >= COALESCE((
          SELECT max(b.started_at) FROM health_span b
          WHERE b.workspace_id = ${workspaceId} AND b.environment_id = ${environmentId}
            AND b.started_at <= r.since), '-infinity')
      UNION ALL
      SELECT e.health, e.health_since, r.until FROM environment e
      WHERE e.workspace_id = ${workspaceId} AND e.id = ${environmentId} AND e.health_since < r.until) s
    GROUP BY r.place, s.health`;
  return ranges.map(({ from, until }, index) =>
    addUpUptime(
      rows.filter(({ place }) => place === index + 1),
      until - from,
    ),
  );
}

/** Since when it is known how users were served; `null`: not yet. The caller has authorised. */
export async function readJudgedSince(
  { db, workspaceId }: ServiceContext,
  environmentId: string,
): Promise<Date | null> {
  const [first, { health, healthSince }] = await Promise.all([
    db.prisma.healthSpan.findFirst({
      where: { workspaceId, environmentId, health: { in: ["up", "advisory", "down"] } },
      orderBy: { startedAt: "asc" },
    }),
    db.prisma.environment.findFirstOrThrow({
      where: { workspaceId, id: environmentId },
      select: { health: true, healthSince: true },
    }),
  ]);
  return first?.startedAt ?? (isJudgedHealth(health as HealthState) ? healthSince : null);
}
