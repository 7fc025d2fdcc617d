import { type Database, inTransaction } from "@rollcall/db";
import { lockEnvironment } from "../lock-environment.ts";
import { judgeEnvironment, type VerdictChange } from "./judge-environment.ts";
import type { JudgeDeps } from "./record-observations.ts";

/** What a sweep did; `failed` environments are tried again after a pause, so that one cannot hold up the others. */
export type SweepResult = {
  judged: number;
  changes: VerdictChange[];
  failed: { environmentId: string; error: unknown }[];
};

type DueEnvironment = { workspaceId: string; environmentId: string };

const pauseAfterFailureMs = 30_000;

/**
 * Judges what is due although nothing was observed: deadlines, silences and hold times happen by themselves.
 * At most `limit` environments a sweep, longest overdue first; those that somebody else judges now are skipped.
 */
export async function judgeDue(deps: JudgeDeps, limit = 200): Promise<SweepResult> {
  const result: SweepResult = { judged: 0, changes: [], failed: [] };
  for (const due of await findDue(deps.db, deps.now(), limit)) {
    try {
      const changes = await inTransaction(deps.db, async (tx) => {
        if (!(await lockEnvironment(tx, due.workspaceId, due.environmentId, { wait: false }))) return null;
        return judgeEnvironment(tx, { now: deps.now(), baseUrl: deps.baseUrl, since: deps.since }, due);
      });
      if (changes === null) continue;
      result.judged += 1;
      result.changes.push(...changes);
    } catch (error) {
      result.failed.push({ environmentId: due.environmentId, error });
      await postpone(deps, due);
    }
  }
  return result;
}

function findDue(db: Database, now: Date, limit: number): Promise<DueEnvironment[]> {
  return db.prisma.$queryRaw<DueEnvironment[]>`
    SELECT workspace_id AS "workspaceId", environment_id AS "environmentId"
    FROM (
      SELECT workspace_id, environment_id, next_judge_at FROM deploy WHERE next_judge_at <= ${now}
      UNION ALL
      SELECT workspace_id, environment_id, next_judge_at FROM monitor_health WHERE next_judge_at <= ${now}
      UNION ALL
      SELECT workspace_id, environment_id, next_judge_at FROM incident
      WHERE next_judge_at <= ${now} AND state <> 'resolved') due
    GROUP BY workspace_id, environment_id
    ORDER BY min(next_judge_at)
    LIMIT ${limit}`;
}

async function postpone(deps: JudgeDeps, due: DueEnvironment): Promise<void> {
  const now = deps.now();
  const nextJudgeAt = new Date(now.getTime() + pauseAfterFailureMs);
  const where = { ...due, nextJudgeAt: { lte: now } };
  await deps.db.prisma.deploy.updateMany({ where, data: { nextJudgeAt } });
  await deps.db.prisma.monitorHealth.updateMany({ where, data: { nextJudgeAt } });
  await deps.db.prisma.incident.updateMany({ where, data: { nextJudgeAt } });
}
