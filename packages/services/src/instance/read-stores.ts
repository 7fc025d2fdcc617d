import type { Database } from "@rollcall/db";

/** What of one workspace is on its way to people, and how large the database is. */
export type Stores = {
  databaseBytes: number;
  /** Deliveries that are still to be sent, and those of them that were tried in vain. */
  deliveriesWaiting: number;
  deliveriesFailing: number;
  /** When the mail server last took a mail. */
  mailTakenAt: Date | null;
};

/** Counts it now. */
export async function readStores(db: Database, workspaceId: string): Promise<Stores> {
  const [row] = await db.prisma.$queryRaw<
    { bytes: bigint; waiting: number; failing: number; mail: Date | null }[]
  >`
    SELECT
      pg_database_size(current_database()) AS bytes,
      (SELECT count(*)::int FROM delivery
        WHERE workspace_id = ${workspaceId} AND state IN ('pending', 'failed')) AS waiting,
      (SELECT count(*)::int FROM delivery
        WHERE workspace_id = ${workspaceId} AND state = 'failed') AS failing,
      (SELECT max(last.sent_at) FROM channel c CROSS JOIN LATERAL (
          SELECT sent_at FROM delivery d
          WHERE d.workspace_id = c.workspace_id AND d.channel_id = c.id AND d.state = 'sent'
          ORDER BY d.created_at DESC LIMIT 1) last
        WHERE c.workspace_id = ${workspaceId} AND c.kind = 'email') AS mail`;
  return {
    databaseBytes: Number(row?.bytes ?? 0),
    deliveriesWaiting: row?.waiting ?? 0,
    deliveriesFailing: row?.failing ?? 0,
    mailTakenAt: row?.mail ?? null,
  };
}
