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
  await tx.environment.update({
    where: { id: row.id },
    data: { ...summary, ...(isHealthNew && { healthSince: now }) },
  });
  return isNew;
}
