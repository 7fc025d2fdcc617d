import { type Database, insertObservations, inTransaction, observationKey, type Tx } from "@rollcall/db";
import type { Observation } from "@rollcall/domain/observation";
import type { JobPayload } from "@rollcall/queue";
import { lockEnvironment } from "../lock-environment.ts";
import { judgeLoaded, type VerdictChange } from "./judge-environment.ts";
import { loadEnvironment } from "./load-environment.ts";
import { noteProber } from "./note-prober.ts";

/** `since`: when this judge began; silence before that is not held against anybody. */
export type JudgeDeps = { db: Database; now: () => Date; baseUrl: string; since?: Date };

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
  const own = await noteProber(deps, report);
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
  const now = deps.now();
  if (!(await lockEnvironment(tx, workspaceId, environmentId))) return nothing;
  const environment = await loadEnvironment(tx, workspaceId, environmentId, now);
  if (environment === null) return nothing;
  // A prober's word on whose monitor it probed is checked; a deleted monitor's answers come to nothing.
  const ids = new Set(environment.monitors.map((monitor) => monitor.id));
  const known = observations.filter((o) => ids.has(o.monitorId) && o.workspaceId === workspaceId);
  const inserted = await insertObservations(tx, known);
  const fresh = known.filter((observation) => inserted.has(observationKey(observation)));
  const scene = { now, baseUrl: deps.baseUrl, since: deps.since };
  return {
    folded: fresh.length,
    duplicate: known.length - fresh.length,
    unknown: observations.length - known.length,
    changes: fresh.length === 0 ? [] : await judgeLoaded(tx, scene, environment, fresh),
  };
}
