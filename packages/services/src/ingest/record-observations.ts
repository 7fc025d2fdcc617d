import { type Database, insertObservations, inTransaction, noteLateAnswers, type Tx } from "@rollcall/db";
import type { Observation } from "@rollcall/domain/observation";
import type { JobPayload } from "@rollcall/queue";
import { lockEnvironment, lockFreeEnvironments } from "../lock-environment.ts";
import { judgeLoaded, type VerdictChange } from "./judge-environment.ts";
import { type LoadedEnvironment, loadEnvironment, loadEnvironments } from "./load-environment.ts";
import { noteProber } from "./note-prober.ts";

/** `since`: from when this judge has looked without a break; silence before that is not held against anybody. */
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
  const { workspaceId, environmentId } = part;
  return inTransaction(deps.db, async (tx) => {
    const now = deps.now();
    if (!(await lockEnvironment(tx, workspaceId, environmentId))) return nothingOf(part);
    const environment = await loadEnvironment(tx, workspaceId, environmentId, now);
    if (environment === null) return nothingOf(part);
    const [result] = await recordLoaded(tx, deps, [{ environment, part }], now);
    return result ?? nothingOf(part);
  });
}

/**
 * The same for several environments of one workspace in one transaction, which costs little more than one of them.
 * `null` for one that is to be taken in by itself: somebody else holds it now, or a monitor of it is judged for the
 * first time, which may have to wait for a person.
 */
export function recordTogether(
  deps: JudgeDeps,
  parts: readonly ReportPart[],
): Promise<(RecordResult | null)[]> {
  const [{ workspaceId } = { workspaceId: "" }] = parts;
  return inTransaction(deps.db, async (tx) => {
    const now = deps.now();
    const ids = parts.map(({ environmentId }) => environmentId);
    const free = await lockFreeEnvironments(tx, workspaceId, ids);
    const known = (await loadEnvironments(tx, workspaceId, free, now)).flatMap((environment) => {
      const part = parts.find(({ environmentId }) => environmentId === environment.row.id);
      const isSettled = environment.monitors.every(({ health }) => health !== null);
      return part && isSettled ? [{ environment, part }] : [];
    });
    const results = await recordLoaded(tx, deps, known, now);
    return parts.map((part) => results[known.findIndex((one) => one.part === part)] ?? null);
  });
}

type LoadedPart = { environment: LoadedEnvironment; part: ReportPart };

async function recordLoaded(
  tx: Tx,
  deps: JudgeDeps,
  loaded: readonly LoadedPart[],
  now: Date,
): Promise<RecordResult[]> {
  const sorted = loaded.map(({ environment, part }) => {
    // A prober's word on whose monitor it probed is checked; a deleted monitor's answers come to nothing.
    const ids = new Set(environment.monitors.map((monitor) => monitor.id));
    const known = part.observations.filter((observation) => ids.has(observation.monitorId));
    return { environment, part, known };
  });
  const inserted = new Set(
    await insertObservations(
      tx,
      sorted.flatMap(({ known }) => known),
      deps.db.places,
    ),
  );
  const fresh = sorted.map(({ environment, known }) => ({
    environment,
    observations: known.filter((observation) => inserted.has(observation)),
  }));
  await noteLateAnswers(
    tx,
    fresh.flatMap(({ observations }) => observations),
    now,
  );
  const news = fresh.filter(({ observations }) => observations.length > 0);
  const scene = { now, baseUrl: deps.baseUrl, since: deps.since };
  const changes = await judgeLoaded(tx, scene, news);
  return sorted.map(({ part, known, environment }, i) => {
    const folded = fresh[i]?.observations.length ?? 0;
    return {
      folded,
      duplicate: known.length - folded,
      unknown: part.observations.length - known.length,
      changes: changes[news.findIndex((one) => one.environment === environment)] ?? [],
    };
  });
}

function nothingOf({ observations }: ReportPart): RecordResult {
  return { folded: 0, duplicate: 0, unknown: observations.length, changes: [] };
}
