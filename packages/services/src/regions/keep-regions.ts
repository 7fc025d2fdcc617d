import type { Database } from "@rollcall/db";

/**
 * Forgets every region but these, and returns how many probers that were. For an instance on one machine, whose own
 * regions are all there are: one that is missing from its settings was taken away.
 */
export async function keepRegions(deps: { db: Database }, regions: readonly string[]): Promise<number> {
  const { count } = await deps.db.prisma.regionWorker.deleteMany({
    where: { region: { notIn: [...regions] } },
  });
  return count;
}
