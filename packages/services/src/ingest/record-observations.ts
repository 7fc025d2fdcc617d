import {
  type Database,
  insertObservations,
  inTransaction,
  noteLateAnswers,
  observationKey,
  type Tx,
} from "@rollcall/db";
import type { Observation } from "@rollcall/domain/observation";
import type { JobPayload } from "@rollcall/queue";
import { lockEnvironment } from "../lock-environment.ts";
import { judgeLoaded, type VerdictChange } from "./judge-environment.ts";
import { loadEnvironment } from "./load-environment.ts";
import { noteProber } from "./note-prober.ts";

/** `since`: when this judge began; silence before that is not held against anybody. */
export type JudgeDeps = { db: Database; now: () => Date; baseUrl: string; since?: Date };

/** What became of observations: `duplicate` ones had been folded before, `unknown` ones belong to no monitor. */
export type RecordResult = {
  folded: number;
  duplicate: number;
  unknown: number;
  changes: VerdictChange[];
};

/** Observations of one service and environment. */
export type ReportPart = {
  workspaceId: string;
  environmentId: string;
  observations: readonly Observation[];
};

/**
 * Notes what a report tells of its prober, and gives back the parts that are judged apart. What a prober says about
 * another region than its own is left out.
 */
export async function receiveReport(
  deps: JudgeDeps,
  report: JobPayload<"observations.report">,
): Promise<ReportPart[]> {
  const parts = new Map<string, ReportPart & { observations: Observation[] }>();
  for (const observation of await noteProber(deps, report)) {
    const { workspaceId, environmentId } = observation;
    const key = `${workspaceId} ${environmentId}`;
    const part = parts.get(key) ?? { workspaceId, environmentId, observations: [] };
    part.observations.push(observation);
    parts.set(key, part);
  }
  return [...parts.values()];
}

/**
 * Takes in what was observed of one service and environment, in one transaction that writes the observations, folds
 * those that are new, judges, and writes verdict, incident and notices. May be repeated, and may carry an observation
 * twice: it is folded once.
 */
export function recordObservations(deps: JudgeDeps, part: ReportPart): Promise<RecordResult> {
  return inTransaction(deps.db, (tx) => recordPart(tx, deps, part));
}

async function recordPart(
  tx: Tx,
  deps: JudgeDeps,
  { workspaceId, environmentId, observations }: ReportPart,
): Promise<RecordResult> {
  const nothing = { folded: 0, duplicate: 0, unknown: observations.length, changes: [] };
  const now = deps.now();
  if (!(await lockEnvironment(tx, workspaceId, environmentId))) return nothing;
  const environment = await loadEnvironment(tx, workspaceId, environmentId, now);
  if (environment === null) return nothing;
  // A prober's word on whose monitor it probed is checked; a deleted monitor's answers come to nothing.
  const ids = new Set(environment.monitors.map((monitor) => monitor.id));
  const known = observations.filter((observation) => ids.has(observation.monitorId));
  const distinct = [...new Map(known.map((one) => [observationKey(one), one])).values()];
  const inserted = await insertObservations(tx, distinct);
  const fresh = distinct.filter((observation) => inserted.has(observationKey(observation)));
  await noteLateAnswers(tx, fresh, now);
  const scene = { now, baseUrl: deps.baseUrl, since: deps.since };
  return {
    folded: fresh.length,
    duplicate: known.length - fresh.length,
    unknown: observations.length - known.length,
    changes: fresh.length === 0 ? [] : await judgeLoaded(tx, scene, environment, fresh),
  };
}
