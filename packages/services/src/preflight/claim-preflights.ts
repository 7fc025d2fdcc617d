/** Takes images that are due to be looked for. */
import { type Database, hasRows, inTransaction, type Tx } from "@rollcall/db";
import type { Sealer } from "@rollcall/runtime";
import { openRegistryPassword } from "../registries/registry-password.ts";

/** An image that is ours to look for as long as the claim is renewed: ask its registry, then `recordPreflight`. */
export type ClaimedPreflight = {
  claimId: string;
  deployId: string;
  workspaceId: string;
  environmentId: string;
  image: string;
  /** What the workspace says of the image's registry; the password is still sealed. */
  registry: { id: string; username: string | null; sealed: string | null; plainHttp: boolean } | null;
};

type ClaimedRow = Omit<ClaimedPreflight, "registry"> & { host: string | null };

/** Images of one workspace being looked for at once: a registry that hangs holds up nobody else. */
const claimedOfWorkspaceMax = 8;

/**
 * Claims at most `limit` due images for `claimMs`, workspaces in turn; who asks for longer renews. An image is due no
 * more once its deploy has ended or is live.
 */
export async function claimPreflights(
  deps: { db: Database; now: () => Date },
  options: { limit: number; claimMs: number },
): Promise<ClaimedPreflight[]> {
  const now = deps.now();
  if (!(await hasRows(deps.db, "preflight WHERE next_check_at <= $1 ORDER BY next_check_at", [now])))
    return [];
  const rows = await inTransaction(deps.db, async (tx) => {
    await forgetEnded(tx, now);
    return claimRows(tx, now, options);
  });
  if (rows.length === 0) return [];
  const registries = await deps.db.prisma.registry.findMany({
    where: { OR: rows.map(({ workspaceId, host }) => ({ workspaceId, host: host ?? "" })) },
  });
  return rows.map(({ host, ...row }) => {
    const known = registries.find((r) => r.workspaceId === row.workspaceId && r.host === host);
    return { ...row, registry: known ?? null };
  });
}

/**
 * Keeps these claims for another `claimMs`. A claim that somebody else has taken over meanwhile stays theirs, and
 * `recordPreflight` says so.
 */
export async function renewPreflights(
  deps: { db: Database; now: () => Date },
  claims: readonly ClaimedPreflight[],
  { claimMs }: { claimMs: number },
): Promise<void> {
  if (claims.length === 0) return;
  await deps.db.prisma.preflight.updateMany({
    where: {
      deployId: { in: claims.map(({ deployId }) => deployId) },
      claimId: { in: claims.map(({ claimId }) => claimId) },
    },
    data: { claimedUntil: new Date(deps.now().getTime() + claimMs) },
  });
}

/** Whom to ask as; `null` as a stranger. Throws when the password does not open with this ROLLCALL_SECRET. */
export function registryCredentials(
  sealer: Sealer,
  { registry }: ClaimedPreflight,
): { username: string; password: string } | null {
  if (!registry?.username || !registry.sealed) return null;
  const password = openRegistryPassword(sealer, registry.id, registry.sealed);
  return { username: registry.username, password };
}

async function forgetEnded(tx: Tx, now: Date): Promise<void> {
  await tx.$executeRaw`
    UPDATE preflight p SET next_check_at = NULL
    FROM deploy d
    WHERE p.next_check_at <= ${now} AND d.id = p.deploy_id AND (d.ended_at IS NOT NULL OR d.live_at IS NOT NULL)`;
}

function claimRows(tx: Tx, now: Date, options: { limit: number; claimMs: number }): Promise<ClaimedRow[]> {
  const claimedUntil = new Date(now.getTime() + options.claimMs);
  return tx.$queryRaw<ClaimedRow[]>`
    WITH ranked AS (
      SELECT deploy_id, next_check_at, claimed_until > ${now} IS TRUE AS is_claimed,
        row_number() OVER (
          PARTITION BY workspace_id
          ORDER BY claimed_until > ${now} IS TRUE DESC, next_check_at, deploy_id) AS place
      FROM preflight
      WHERE next_check_at <= ${now}),
    due AS (
      SELECT p.deploy_id
      FROM preflight p
      JOIN ranked r ON r.deploy_id = p.deploy_id
      -- Asked again, because another worker may have had it between the ranking and the lock.
      WHERE p.next_check_at <= ${now} AND (p.claimed_until IS NULL OR p.claimed_until <= ${now})
        AND NOT r.is_claimed AND r.place <= ${claimedOfWorkspaceMax}
      ORDER BY r.place, r.next_check_at
      LIMIT ${options.limit}
      FOR UPDATE OF p SKIP LOCKED)
    UPDATE preflight p
    SET claimed_until = ${claimedUntil}, claim_id = gen_random_uuid()
    FROM due, deploy d
    WHERE p.deploy_id = due.deploy_id AND d.id = p.deploy_id
    RETURNING p.claim_id AS "claimId", p.deploy_id AS "deployId", p.workspace_id AS "workspaceId",
      d.environment_id AS "environmentId", p.image, p.registry AS host`;
}
