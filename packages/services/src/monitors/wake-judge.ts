import type { Tx } from "@rollcall/db";

/**
 * Has the judge look again at everything open in an environment, because its monitors changed: a deploy without
 * a verifying monitor may have one now, and the trouble of a deleted monitor is over.
 */
export async function wakeJudge(tx: Tx, environmentId: string, now: Date): Promise<void> {
  await tx.deploy.updateMany({ where: { environmentId, endedAt: null }, data: { nextJudgeAt: now } });
  await tx.monitorHealth.updateMany({ where: { environmentId }, data: { nextJudgeAt: now } });
}
