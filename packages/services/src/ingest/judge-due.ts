import { type Database, inTransaction } from "@rollcall/db";
import { lockFreeEnvironments } from "../lock-environment.ts";
import { judgeEnvironments, type VerdictChange } from "./judge-environment.ts";
import { lookAtCalm } from "./look-at-calm.ts";
import type { JudgeDeps } from "./record-observations.ts";

/**
 * What a sweep did. At some environments it only `looked`, for nothing but time had passed. `failed` ones are tried again
 * after a pause, so that one cannot hold up the others. `failedLooks` are errors for which environments were judged at
 * once instead.
 */
export type SweepResult = {
  looked: number;
  judged: number;
  changes: VerdictChange[];
  failed: { environmentId: string; error: unknown }[];
  failedLooks: unknown[];
};

/** `isWatched`: because of a deploy or an incident, not only of what its monitors answered last. */
type DueEnvironment = { workspaceId: string; environmentId: string; isWatched: boolean };

const pauseAfterFailureMs = 30_000;

/** Environments in one transaction: an alert waits for all of them, and few come of what is calm. */
const togetherMax = { looked: 200, watched: 10, calm: 50 };

/**
 * Judges what is due although nothing was observed: deadlines, silences and hold times happen by themselves.
 * At most `limit` environments a sweep, longest overdue first; those that somebody else judges now are skipped.
 */
export async function judgeDue(deps: JudgeDeps, limit = 500): Promise<SweepResult> {
  const due = await findDue(deps.db, deps.now(), limit);
  const result: SweepResult = { looked: 0, judged: 0, changes: [], failed: [], failedLooks: [] };
  const left = await lookAtDue(deps, due, result);
  for (const together of groupsOf(left, (one) => (one.isWatched ? "watched" : "calm"))) {
    try {
      await judgeTogether(deps, together, result);
    } catch (error) {
      await judgeApart(deps, together, result, error);
    }
  }
  return result;
}

/** Gives back those for which a look is not enough, in their order. */
async function lookAtDue(
  deps: JudgeDeps,
  due: DueEnvironment[],
  result: SweepResult,
): Promise<DueEnvironment[]> {
  const left = new Set(due.filter(({ isWatched }) => isWatched));
  const calm = due.filter(({ isWatched }) => !isWatched);
  for (const together of groupsOf(calm, () => "looked")) {
    const toJudge = await lookTogether(deps, together, result);
    for (const one of together) if (toJudge.has(one.environmentId)) left.add(one);
  }
  return due.filter((one) => left.has(one));
}

/** Tells which of them are to be judged; those that somebody else holds are not. */
async function lookTogether(
  deps: JudgeDeps,
  due: DueEnvironment[],
  result: SweepResult,
): Promise<Set<string>> {
  const [{ workspaceId } = { workspaceId: "" }] = due;
  const ids = due.map(({ environmentId }) => environmentId);
  try {
    const { held, toJudge } = await inTransaction(deps.db, async (tx) => {
      const held = await lockFreeEnvironments(tx, workspaceId, ids);
      const toJudge = await lookAtCalm(tx, { workspaceId, environmentIds: held }, deps.now());
      return { held, toJudge };
    });
    result.looked += held.length - toJudge.length;
    return new Set(toJudge);
  } catch (error) {
    // What cannot be looked at is judged, and the one to blame is found there.
    result.failedLooks.push(error);
    return new Set(ids);
  }
}

async function judgeTogether(deps: JudgeDeps, due: DueEnvironment[], result: SweepResult): Promise<void> {
  const [{ workspaceId } = { workspaceId: "" }] = due;
  const ids = due.map(({ environmentId }) => environmentId);
  const { judged, changes } = await inTransaction(deps.db, async (tx) => {
    const environmentIds = await lockFreeEnvironments(tx, workspaceId, ids);
    const scene = { now: deps.now(), baseUrl: deps.baseUrl, since: deps.since };
    const changes = await judgeEnvironments(tx, scene, { workspaceId, environmentIds });
    return { judged: environmentIds.length, changes };
  });
  result.judged += judged;
  result.changes.push(...changes);
}

/** Finds out which of them it is that cannot be judged. */
async function judgeApart(
  deps: JudgeDeps,
  due: DueEnvironment[],
  result: SweepResult,
  error: unknown,
): Promise<void> {
  const [first, ...others] = due;
  if (first === undefined) return;
  if (others.length === 0) {
    result.failed.push({ environmentId: first.environmentId, error });
    return postpone(deps, first);
  }
  for (const one of due)
    await judgeTogether(deps, [one], result).catch((failure) => judgeApart(deps, [one], result, failure));
}

/** Those of one workspace and kind together, in the order of the first of each. */
function groupsOf(
  due: DueEnvironment[],
  kindOf: (one: DueEnvironment) => keyof typeof togetherMax,
): DueEnvironment[][] {
  const groups: DueEnvironment[][] = [];
  const filling = new Map<string, DueEnvironment[]>();
  for (const one of due) {
    const kind = kindOf(one);
    const key = `${one.workspaceId} ${kind}`;
    const group = filling.get(key);
    if (group !== undefined && group.length < togetherMax[kind]) group.push(one);
    else {
      const next = [one];
      groups.push(next);
      filling.set(key, next);
    }
  }
  return groups;
}

function findDue(db: Database, now: Date, limit: number): Promise<DueEnvironment[]> {
  return inTransaction(db, async (tx) => {
    // What the planner knows of these times is minutes old: it takes a large part for due, and reads all of it for a few.
    await tx.$executeRaw`SET LOCAL enable_seqscan = off`;
    return tx.$queryRaw<DueEnvironment[]>`
      SELECT workspace_id AS "workspaceId", environment_id AS "environmentId", bool_or(is_watched) AS "isWatched"
      FROM (
        SELECT workspace_id, environment_id, next_judge_at, true AS is_watched FROM deploy WHERE next_judge_at <= ${now}
        UNION ALL
        SELECT workspace_id, environment_id, next_judge_at, false FROM monitor_health WHERE next_judge_at <= ${now}
        UNION ALL
        SELECT workspace_id, id, look_at, false FROM environment WHERE look_at <= ${now}
        UNION ALL
        SELECT workspace_id, environment_id, next_judge_at, true FROM incident
        WHERE next_judge_at <= ${now} AND state <> 'resolved') due
      GROUP BY workspace_id, environment_id
      ORDER BY min(next_judge_at)
      LIMIT ${limit}`;
  });
}

async function postpone(deps: JudgeDeps, { workspaceId, environmentId }: DueEnvironment): Promise<void> {
  const now = deps.now();
  const nextJudgeAt = new Date(now.getTime() + pauseAfterFailureMs);
  const where = { workspaceId, environmentId, nextJudgeAt: { lte: now } };
  await deps.db.prisma.deploy.updateMany({ where, data: { nextJudgeAt } });
  await deps.db.prisma.monitorHealth.updateMany({ where, data: { nextJudgeAt } });
  await deps.db.prisma.incident.updateMany({ where, data: { nextJudgeAt } });
  const looked = { workspaceId, id: environmentId, lookAt: { lte: now } };
  await deps.db.prisma.environment.updateMany({ where: looked, data: { lookAt: nextJudgeAt } });
}
