/** Writes what an environment's row says at a glance. */
import type { Tx } from "@rollcall/db";
import type { EnvironmentSummary } from "./environment-summary.ts";
import type { LoadedEnvironment } from "./load-environment.ts";

/** Writes the summary if it differs from the row; true when it did in something that lists show. */
export async function writeEnvironment(
  tx: Tx,
  environment: LoadedEnvironment,
  summary: EnvironmentSummary,
  now: Date,
): Promise<boolean> {
  const { row } = environment;
  const isHealthNew = row.health !== summary.health;
  const isNew =
    isHealthNew ||
    row.currentDeployId !== summary.currentDeployId ||
    row.servedVersion !== summary.servedVersion;
  if (!isNew && row.servedShare === summary.servedShare) return false;
  if (isHealthNew) await keepHealth(tx, environment, now);
  await tx.environment.update({
    where: { id: row.id },
    data: { ...summary, ...(isHealthNew && { healthSince: now }) },
  });
  return isNew;
}

/** What it was until now is history: uptime is measured from that, whatever becomes of maintenance windows later. */
async function keepHealth(tx: Tx, { row }: LoadedEnvironment, now: Date): Promise<void> {
  const { workspaceId, id: environmentId, health, healthSince } = row;
  if (healthSince === null || healthSince >= now) return;
  await tx.healthSpan.create({
    data: { workspaceId, environmentId, health, startedAt: healthSince, endedAt: now },
  });
}
