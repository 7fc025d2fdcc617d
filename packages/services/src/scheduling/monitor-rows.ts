/** How the schedule's picture of the monitors is read: page by page, so that no read holds up a second's probes. */
import type { Database, Prisma } from "@rollcall/db";

/** Rows that are read at once. */
const pageSize = 500;

/** Rows that were changed after this instant, deleted ones as well. */
export function readUpdatedSince(db: Database, afterMs: number): Promise<Prisma.MonitorModel[]> {
  return db.prisma.monitor.findMany({ where: { updatedAt: { gt: new Date(afterMs) } } });
}

/** The rows of these ids that are still there. */
export function readByIds(db: Database, ids: string[]): Promise<Prisma.MonitorModel[]> {
  return db.prisma.monitor.findMany({ where: { id: { in: ids }, deletedAt: null } });
}

/**
 * Compares ids and times of change with what is known, which costs little however much a row holds: `unknown` are new
 * or were changed, `vanished` are no longer there.
 */
export async function compareRows(
  db: Database,
  known: ReadonlyMap<string, { updatedAtMs: number }>,
): Promise<{ unknown: string[]; vanished: string[] }> {
  const { rows } = await db.pool.query<[string, number]>({
    text: `SELECT id, (extract(epoch FROM updated_at) * 1000)::float8 FROM monitor WHERE deleted_at IS NULL`,
    rowMode: "array",
  });
  const present = new Set(rows.map(([id]) => id));
  return {
    unknown: rows.filter(([id, updatedAt]) => known.get(id)?.updatedAtMs !== updatedAt).map(([id]) => id),
    vanished: [...known.keys()].filter((id) => !present.has(id)),
  };
}

/** Ids in pages that are read one after another. */
export function pagesOf(ids: readonly string[]): string[][] {
  return Array.from({ length: Math.ceil(ids.length / pageSize) }, (_, i) =>
    ids.slice(i * pageSize, (i + 1) * pageSize),
  );
}
