/** Writes judgements of deploys: columns, fold, chart slices and events. */
import type { Prisma, Tx } from "@rollcall/db";
import { knownIdentities } from "@rollcall/domain/rollout";
import { appendDeployEvent } from "../deploys/append-deploy-event.ts";
import { toVerdictEventData } from "../deploys/verdict-event.ts";
import type { DeployJudgement } from "./judge-deploys.ts";
import { addSlices, countSlices } from "./rollout-slices.ts";

/** `told` says of each deploy whose verdict changed who was told, or why nobody was. */
export async function writeDeploys(
  tx: Tx,
  judgements: DeployJudgement[],
  told: ReadonlyMap<string, string>,
  now: Date,
): Promise<void> {
  for (const judgement of judgements) {
    const { deploy, state } = judgement;
    await tx.deploy.update({
      where: { id: deploy.id },
      data: deployColumns(judgement),
      select: { id: true },
    });
    // One statement; Prisma's own upsert of a row this size takes several.
    await tx.$executeRaw`
      INSERT INTO rollout (deploy_id, workspace_id, state, updated_at)
      VALUES (${deploy.id}, ${deploy.workspaceId}, ${JSON.stringify(state)}::jsonb, ${now})
      ON CONFLICT (deploy_id) DO UPDATE SET state = excluded.state, updated_at = excluded.updated_at`;
    await writeSlices(tx, judgement);
    await writeEvent(tx, judgement, told.get(deploy.id) ?? "", now);
  }
}

function deployColumns({ deploy, verdict }: DeployJudgement): Prisma.DeployUpdateInput {
  const { state, conditions, stuckKind, plan, nextJudgeAt } = verdict;
  return {
    state,
    conditions,
    stuckKind,
    verdict,
    plan,
    deadlineAt: toDate(verdict.deadlineAt),
    firstSeenAt: toDate(verdict.firstSeenAt),
    liveAt: deploy.liveAt ?? toDate(verdict.liveAt),
    endedAt: toDate(verdict.endedAt),
    nextJudgeAt: verdict.endedAt === null ? toDate(nextJudgeAt) : null,
  };
}

async function writeSlices(tx: Tx, { deploy, facts, observations }: DeployJudgement): Promise<void> {
  const verifying = new Set(
    facts.monitors.filter((monitor) => monitor.verifies).map((monitor) => monitor.id),
  );
  const startedAt = facts.startedAt ?? facts.announcedAt;
  const counted = observations.filter((o) => verifying.has(o.monitorId) && o.scheduledAt >= startedAt);
  await addSlices(tx, deploy, countSlices(counted, knownIdentities(facts), startedAt));
}

async function writeEvent(tx: Tx, judgement: DeployJudgement, told: string, now: Date): Promise<void> {
  const { deploy, verdict, isChanged, isShareDue } = judgement;
  const event = { workspaceId: deploy.workspaceId, deployId: deploy.id, at: now };
  if (isChanged)
    await appendDeployEvent(tx, { ...event, type: "state", data: toVerdictEventData(verdict, told) });
  else if (isShareDue)
    await appendDeployEvent(tx, { ...event, type: "share", data: { share: verdict.share } });
}

function toDate(at: number | null): Date | null {
  return at === null ? null : new Date(at);
}
