/** Writes what an environment's row says at a glance. */
import type { Tx } from "@rollcall/db";
import type { HealthState } from "@rollcall/domain/glossary";
import { endedSpans } from "@rollcall/domain/history";
import type { HealthSpan } from "@rollcall/domain/maintenance";
import type { EnvironmentSummary } from "./environment-summary.ts";
import type { LoadedEnvironment } from "./load-environment.ts";
import { readStoredHealth } from "./stored-verdict.ts";

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
  const ended = endedHealth(environment, summary.health, now);
  if (!isNew && ended.length === 0 && row.servedShare === summary.servedShare) return false;
  await keepHealth(tx, environment, ended);
  const isSinceNew = isHealthNew || ended.length > 0;
  await tx.environment.update({
    where: { id: row.id },
    data: { ...summary, ...(isSinceNew && { healthSince: now }) },
  });
  return isNew;
}

function endedHealth({ row, monitors }: LoadedEnvironment, health: HealthState, now: Date): HealthSpan[] {
  if (row.healthSince === null) return [];
  const due = monitors
    .filter(({ enabled }) => enabled)
    .flatMap((monitor) => readStoredHealth(monitor.health?.verdict)?.nextJudgeAt ?? []);
  const knownUntil = due.length === 0 ? null : Math.min(...due);
  const before = { health: row.health as HealthState, since: row.healthSince.getTime(), knownUntil };
  return endedSpans(before, health, now.getTime());
}

/** What it was until now is history: uptime is measured from that, whatever becomes of maintenance windows later. */
async function keepHealth(tx: Tx, { row }: LoadedEnvironment, ended: HealthSpan[]): Promise<void> {
  if (ended.length === 0) return;
  const { workspaceId, id: environmentId } = row;
  await tx.healthSpan.createMany({
    data: ended.map(({ health, from, until }) => ({
      ...{ workspaceId, environmentId, health },
      ...{ startedAt: new Date(from), endedAt: new Date(until ?? from) },
    })),
  });
}
