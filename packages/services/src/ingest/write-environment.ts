/** Writes what environments' rows say at a glance. */
import type { Tx } from "@rollcall/db";
import type { HealthState } from "@rollcall/domain/glossary";
import { endedSpans } from "@rollcall/domain/history";
import type { HealthSpan } from "@rollcall/domain/maintenance";
import type { EnvironmentSummary } from "./environment-summary.ts";
import type { LoadedEnvironment } from "./load-environment.ts";
import { readStoredHealth } from "./stored-verdict.ts";

/** An environment as it was read, and what its row is to say. */
export type SummarisedEnvironment = { environment: LoadedEnvironment; summary: EnvironmentSummary };

/** True when the summary differs from the row in something that lists show. */
export function isSummaryNew({ environment: { row }, summary }: SummarisedEnvironment): boolean {
  return (
    row.health !== summary.health ||
    row.currentDeployId !== summary.currentDeployId ||
    row.servedVersion !== summary.servedVersion
  );
}

/** Writes the summaries that differ from their rows, and the health that has ended. Nothing rests there any more. */
export async function writeEnvironments(
  tx: Tx,
  summarised: readonly SummarisedEnvironment[],
  now: Date,
): Promise<void> {
  const changed = summarised.flatMap((one) => {
    const { environment, summary } = one;
    const ended = endedHealth(environment, summary.health, now);
    const isOther = isSummaryNew(one) || environment.row.servedShare !== summary.servedShare;
    const isRestOver = environment.row.restingSince !== null || environment.row.lookAt !== null;
    return isOther || isRestOver || ended.length > 0 ? [{ ...one, ended }] : [];
  });
  if (changed.length === 0) return;
  await keepHealth(
    tx,
    changed.flatMap(({ environment: { row }, ended }) => ended.map((span) => ({ row, span }))),
  );
  const rows = changed.map(({ environment: { row }, summary, ended }) => ({
    id: row.id,
    health: summary.health,
    health_since: row.health !== summary.health || ended.length > 0 ? now : row.healthSince,
    current_deploy_id: summary.currentDeployId,
    served_version: summary.servedVersion,
    served_share: summary.servedShare,
  }));
  await tx.$executeRaw`
    UPDATE environment e SET resting_since = NULL, look_at = NULL, health = n.health, health_since = n.health_since,
      current_deploy_id = n.current_deploy_id, served_version = n.served_version, served_share = n.served_share
    FROM json_to_recordset(${JSON.stringify(rows)}::json) AS n(
      id text, health text, health_since timestamptz, current_deploy_id text, served_version text,
      served_share double precision)
    WHERE e.id = n.id`;
}

function endedHealth({ row, monitors }: LoadedEnvironment, health: HealthState, now: Date): HealthSpan[] {
  if (row.healthSince === null) return [];
  const due = monitors
    .filter(({ enabled }) => enabled)
    .flatMap((monitor) => readStoredHealth(monitor.health?.verdict)?.nextJudgeAt ?? []);
  const judgedUntil = due.length === 0 ? null : Math.min(...due);
  const knownUntil = row.lookAt === null ? judgedUntil : Math.max(judgedUntil ?? 0, row.lookAt.getTime());
  const before = { health: row.health as HealthState, since: row.healthSince.getTime(), knownUntil };
  return endedSpans(before, health, now.getTime());
}

type EndedHealth = { row: LoadedEnvironment["row"]; span: HealthSpan };

/** What it was until now is history: uptime is measured from that, whatever becomes of maintenance windows later. */
async function keepHealth(tx: Tx, ended: readonly EndedHealth[]): Promise<void> {
  if (ended.length === 0) return;
  await tx.healthSpan.createMany({
    data: ended.map(({ row: { workspaceId, id: environmentId }, span: { health, from, until } }) => ({
      ...{ workspaceId, environmentId, health },
      ...{ startedAt: new Date(from), endedAt: new Date(until ?? from) },
    })),
  });
}
