/** Writes judgements of deploys, of however many environments: columns, folds, chart slices and events, a statement each. */
import type { Tx } from "@rollcall/db";
import { knownIdentities } from "@rollcall/domain/rollout";
import { appendDeployEvents, type NewDeployEvent } from "../deploys/append-deploy-event.ts";
import { toVerdictEventData } from "../deploys/verdict-event.ts";
import type { DeployJudgement } from "./judge-deploys.ts";
import { addSlices, countSlices, type DeploySlice } from "./rollout-slices.ts";

/** `told` says of each deploy whose verdict changed who was told, or why nobody was. */
export async function writeDeploys(
  tx: Tx,
  judgements: readonly DeployJudgement[],
  told: ReadonlyMap<string, string>,
  now: Date,
): Promise<void> {
  if (judgements.length === 0) return;
  await writeVerdicts(tx, judgements, now);
  await writeFolds(tx, judgements, now);
  await addSlices(tx, judgements.flatMap(slicesOf));
  await appendDeployEvents(
    tx,
    judgements.flatMap((judgement) => eventOf(judgement, told.get(judgement.deploy.id) ?? "", now)),
  );
}

async function writeVerdicts(tx: Tx, judgements: readonly DeployJudgement[], now: Date): Promise<void> {
  const rows = judgements.map(deployColumns);
  await tx.$executeRaw`
    UPDATE deploy d SET state = n.state, conditions = n.conditions, stuck_kind = n.stuck_kind, verdict = n.verdict,
      plan = n.plan, deadline_at = n.deadline_at, first_seen_at = n.first_seen_at, live_at = n.live_at,
      ended_at = n.ended_at, next_judge_at = n.next_judge_at, updated_at = ${now}
    FROM json_to_recordset(${JSON.stringify(rows)}::json) AS n(
      id text, workspace_id text, state text, conditions text[], stuck_kind text, verdict jsonb, plan jsonb,
      deadline_at timestamptz, first_seen_at timestamptz, live_at timestamptz, ended_at timestamptz,
      next_judge_at timestamptz)
    WHERE d.id = n.id AND d.workspace_id = n.workspace_id`;
}

function deployColumns({ deploy, verdict }: DeployJudgement) {
  const { state, conditions, stuckKind, plan, nextJudgeAt } = verdict;
  return {
    id: deploy.id,
    workspace_id: deploy.workspaceId,
    state,
    conditions,
    stuck_kind: stuckKind,
    verdict,
    plan,
    deadline_at: toDate(verdict.deadlineAt),
    first_seen_at: toDate(verdict.firstSeenAt),
    live_at: deploy.liveAt ?? toDate(verdict.liveAt),
    ended_at: toDate(verdict.endedAt),
    next_judge_at: verdict.endedAt === null ? toDate(nextJudgeAt) : null,
  };
}

async function writeFolds(tx: Tx, judgements: readonly DeployJudgement[], now: Date): Promise<void> {
  const rows = judgements.map(({ deploy: { id, workspaceId }, state }) => ({ id, workspaceId, state }));
  await tx.$executeRaw`
    INSERT INTO rollout (deploy_id, workspace_id, state, updated_at)
    SELECT n.*, ${now}::timestamptz
    FROM json_to_recordset(${JSON.stringify(rows)}::json) AS n(id text, "workspaceId" text, state jsonb)
    ON CONFLICT (deploy_id) DO UPDATE SET state = excluded.state, updated_at = excluded.updated_at`;
}

function slicesOf({ deploy, facts, observations }: DeployJudgement): DeploySlice[] {
  const verifying = new Set(
    facts.monitors.filter((monitor) => monitor.verifies).map((monitor) => monitor.id),
  );
  const startedAt = facts.startedAt ?? facts.announcedAt;
  const counted = observations.filter((o) => verifying.has(o.monitorId) && o.scheduledAt >= startedAt);
  return countSlices(counted, knownIdentities(facts), startedAt).map((slice) => ({
    ...slice,
    deployId: deploy.id,
    workspaceId: deploy.workspaceId,
  }));
}

function eventOf(judgement: DeployJudgement, told: string, at: Date): NewDeployEvent[] {
  const { deploy, verdict, isChanged, isShareDue } = judgement;
  const event = { workspaceId: deploy.workspaceId, deployId: deploy.id, at };
  if (isChanged) return [{ ...event, type: "state", data: toVerdictEventData(verdict, told) }];
  return isShareDue ? [{ ...event, type: "share", data: { share: verdict.share } }] : [];
}

function toDate(at: number | null): Date | null {
  return at === null ? null : new Date(at);
}
