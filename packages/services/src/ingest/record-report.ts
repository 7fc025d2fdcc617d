import { type Database, insertObservations, inTransaction, observationKey, type Tx } from "@rollcall/db";
import type { Observation } from "@rollcall/domain/observation";
import type { JobPayload } from "@rollcall/queue";
import { lockEnvironment } from "../lock-environment.ts";
import { judgeEnvironment, type VerdictChange } from "./judge-environment.ts";

export type JudgeDeps = { db: Database; now: () => Date; baseUrl: string };

/** What became of a report: `duplicate` observations had been folded before, `unknown` belong to no monitor. */
export type ReportResult = {
  folded: number;
  duplicate: number;
  unknown: number;
  changes: VerdictChange[];
};

/**
 * Takes in a prober's report: service and environment by service and environment, each in a transaction that
 * writes the observations, folds those that are new, judges, and writes verdict, incident and notices. The whole
 * report may be repeated after a failure: what was committed is recognised and not folded again.
 */
export async function recordReport(
  deps: JudgeDeps,
  report: JobPayload<"observations.report">,
): Promise<ReportResult> {
  const total: ReportResult = { folded: 0, duplicate: 0, unknown: 0, changes: [] };
  const own = report.observations.filter((observation) => observation.region === report.region);
  total.unknown = report.observations.length - own.length;
  for (const observations of groupByEnvironment(own).values()) {
    const part = await inTransaction(deps.db, (tx) => recordPart(tx, deps, observations));
    total.folded += part.folded;
    total.duplicate += part.duplicate;
    total.unknown += part.unknown;
    total.changes.push(...part.changes);
  }
  return total;
}

/** In the order of ids, so that two reports never wait for each other's environment in turn. */
function groupByEnvironment(observations: Observation[]): Map<string, [Observation, ...Observation[]]> {
  const groups = new Map<string, [Observation, ...Observation[]]>();
  for (const observation of observations) {
    const group = groups.get(observation.environmentId);
    if (group === undefined) groups.set(observation.environmentId, [observation]);
    else group.push(observation);
  }
  return groups;
}

async function recordPart(
  tx: Tx,
  deps: JudgeDeps,
  observations: [Observation, ...Observation[]],
): Promise<ReportResult> {
  const { workspaceId, environmentId } = observations[0];
  const nothing = { folded: 0, duplicate: 0, unknown: observations.length, changes: [] };
  if (!(await lockEnvironment(tx, workspaceId, environmentId))) return nothing;
  const known = await keepKnown(tx, workspaceId, environmentId, observations);
  const inserted = await insertObservations(tx, known);
  const fresh = known.filter((observation) => inserted.has(observationKey(observation)));
  const changes =
    fresh.length === 0
      ? []
      : await judgeEnvironment(
          tx,
          { now: deps.now(), baseUrl: deps.baseUrl },
          { workspaceId, environmentId },
          fresh,
        );
  return {
    folded: fresh.length,
    duplicate: known.length - fresh.length,
    unknown: observations.length - known.length,
    changes,
  };
}

/** A prober's word on whose monitor it probed is checked; a deleted monitor's answers come to nothing. */
async function keepKnown(
  tx: Tx,
  workspaceId: string,
  environmentId: string,
  observations: Observation[],
): Promise<Observation[]> {
  const monitors = await tx.monitor.findMany({
    where: { workspaceId, environmentId, deletedAt: null },
    select: { id: true },
  });
  const ids = new Set(monitors.map((monitor) => monitor.id));
  return observations.filter((o) => ids.has(o.monitorId) && o.workspaceId === workspaceId);
}
