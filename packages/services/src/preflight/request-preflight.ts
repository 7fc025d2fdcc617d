/** Asks for images to be looked for; a worker that may reach registries does it within a second. */
import { notifyInTransaction, type Tx } from "@rollcall/db";
import { parseImage } from "@rollcall/domain/preflight";

/** Channel of the worker that asks registries; the payload is empty. */
export const preflightChannel = "rollcall_preflight";

/**
 * Has the image of a deploy looked for at once, if it names one. An image that was looked for already keeps its
 * answer until there is a newer one; another image begins anew.
 */
export async function requestPreflight(tx: Tx, deployId: string, at: Date): Promise<void> {
  const { workspaceId, image } = await tx.deploy.findUniqueOrThrow({
    where: { id: deployId },
    select: { workspaceId: true, image: true },
  });
  if (image === null) return;
  const parsed = parseImage(image);
  const registry = parsed.ok ? parsed.reference.registry : null;
  await tx.$executeRaw`
    INSERT INTO preflight (deploy_id, workspace_id, image, registry, platforms, next_check_at)
    VALUES (${deployId}, ${workspaceId}, ${image}, ${registry}, '{}', ${at})
    ON CONFLICT (deploy_id) DO UPDATE SET
      image = excluded.image, registry = excluded.registry, next_check_at = excluded.next_check_at,
      attempts = 0, claimed_until = NULL, claim_id = NULL,
      outcome = CASE WHEN preflight.image = excluded.image THEN preflight.outcome END,
      checked_at = CASE WHEN preflight.image = excluded.image THEN preflight.checked_at END,
      platforms = CASE WHEN preflight.image = excluded.image THEN preflight.platforms ELSE '{}' END`;
  await notifyInTransaction(tx, preflightChannel, "");
}

/** Has every image of one registry looked for again, because what we know of the registry has changed. */
export async function checkRegistryAgain(
  tx: Tx,
  { workspaceId, host }: { workspaceId: string; host: string },
  at: Date,
): Promise<void> {
  await tx.preflight.updateMany({
    where: { workspaceId, registry: host, deploy: { endedAt: null, liveAt: null } },
    data: { nextCheckAt: at, attempts: 0, claimedUntil: null, claimId: null },
  });
  await notifyInTransaction(tx, preflightChannel, "");
}
