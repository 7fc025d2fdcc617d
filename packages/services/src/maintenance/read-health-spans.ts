import type { HealthState } from "@rollcall/domain/glossary";
import type { HealthSpan } from "@rollcall/domain/maintenance";
import type { ServiceContext } from "../context.ts";

/** How long it is kept what health was. */
export const healthDays = 400;

/** What an environment's health was since then, oldest first; the last is what it is now. The caller has authorised. */
export async function readHealthSpans(
  { db, workspaceId }: ServiceContext,
  environmentId: string,
  since: Date,
): Promise<HealthSpan[]> {
  const [rows, { health, healthSince }] = await Promise.all([
    db.prisma.healthSpan.findMany({
      where: { workspaceId, environmentId, endedAt: { gt: since } },
      orderBy: { startedAt: "asc" },
    }),
    db.prisma.environment.findFirstOrThrow({
      where: { workspaceId, id: environmentId },
      select: { health: true, healthSince: true },
    }),
  ]);
  const spans: HealthSpan[] = rows.map((row) => ({
    health: row.health as HealthState,
    from: row.startedAt.getTime(),
    until: row.endedAt.getTime(),
  }));
  const now = { health: health as HealthState, until: null };
  return healthSince === null ? spans : [...spans, { ...now, from: healthSince.getTime() }];
}
