import type { Database } from "@rollcall/db";
import type { CoreRole, DiskRoom } from "@rollcall/domain/instance";

/**
 * One program with the roles it runs; `idleMs` is how long ago a role's loop had come round. `disk` is that of its data
 * folder, `null` where it has none.
 */
export type RoleBeat = {
  workerId: string;
  version: string;
  startedAt: Date;
  roles: readonly { role: CoreRole; idleMs: number }[];
  disk?: Pick<DiskRoom, "freeBytes" | "totalBytes"> | null;
};

/** Notes that a program lives, and how the loops of its roles turn. Repeating it changes nothing but the time. */
export async function recordRoles(deps: { db: Database; now: () => Date }, beat: RoleBeat): Promise<void> {
  const now = deps.now();
  const { workerId, version, startedAt } = beat;
  const names = beat.roles.map(({ role }) => role);
  const idleMs = beat.roles.map((role) => Math.round(role.idleMs));
  const { freeBytes = null, totalBytes = null } = beat.disk ?? {};
  await deps.db.prisma.$executeRaw`
    INSERT INTO role_worker (role, worker_id, version, started_at, heard_at, done_at, disk_free_bytes, disk_total_bytes)
    SELECT role, ${workerId}, ${version}, ${startedAt}::timestamptz, ${now}::timestamptz,
      ${now}::timestamptz - idle_ms * interval '1 millisecond', ${freeBytes}::bigint, ${totalBytes}::bigint
    FROM unnest(${names}::text[], ${idleMs}::int[]) AS beat (role, idle_ms)
    ON CONFLICT (role, worker_id) DO UPDATE SET
      version = excluded.version, heard_at = excluded.heard_at, done_at = excluded.done_at,
      disk_free_bytes = excluded.disk_free_bytes, disk_total_bytes = excluded.disk_total_bytes`;
}

/** Forgets a program that stops as it was told to: nobody waits for it. */
export async function forgetRoles(deps: { db: Database }, workerId: string): Promise<void> {
  await deps.db.prisma.roleWorker.deleteMany({ where: { workerId } });
}
