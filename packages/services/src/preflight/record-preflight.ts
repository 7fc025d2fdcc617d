import { inTransaction, type Prisma, type Tx } from "@rollcall/db";
import {
  checkAgainInMs,
  checkPlatforms,
  describePreflight,
  imageIdentities,
  learnPlatforms,
  type PreflightOutcome,
  parseImage,
  type RequiredPlatforms,
} from "@rollcall/domain/preflight";
import { appendDeployEvent } from "../deploys/append-deploy-event.ts";
import { judgeEnvironment, type VerdictChange } from "../ingest/judge-environment.ts";
import type { JudgeDeps } from "../ingest/record-observations.ts";
import { lockEnvironment } from "../lock-environment.ts";
import type { ClaimedPreflight } from "./claim-preflights.ts";
import { readOutcome } from "./preflight-fact.ts";

/** What became of an answer: `not_ours` when somebody else has taken over or the image was announced again meanwhile. */
export type RecordedPreflight =
  | { kind: "recorded"; outcome: PreflightOutcome; changes: VerdictChange[] }
  | { kind: "not_ours" };

/** Earlier images whose platforms are looked at. */
const learnFrom = 5;
/** So that what was announced together is not asked for together for ever. */
const jitter = 0.1;

/**
 * Writes down what a registry said of a claimed image: the answer, when to ask again, and the names that a found image
 * adds to its deploy. If that is news, the deploy is judged in the same transaction.
 */
export async function recordPreflight(
  deps: JudgeDeps,
  claim: ClaimedPreflight,
  answer: PreflightOutcome,
): Promise<RecordedPreflight> {
  const { workspaceId, environmentId, deployId } = claim;
  return inTransaction(deps.db, async (tx) => {
    await lockEnvironment(tx, workspaceId, environmentId);
    const now = deps.now();
    const row = await tx.preflight.findFirst({
      where: { deployId, workspaceId, claimId: claim.claimId },
      include: { deploy: true },
    });
    if (row === null) return { kind: "not_ours" };
    const { deploy, ...before } = row;
    const outcome = checkPlatforms(answer, await requiredPlatforms(tx, deploy));
    await writeOutcome(tx, before, outcome, now);
    const identities = newIdentities(deploy, row.image, outcome);
    // Read alike, because the database keeps no order of fields.
    const isSame = JSON.stringify(readOutcome(before.outcome)) === JSON.stringify(readOutcome(outcome));
    if (deploy.endedAt !== null || (isSame && identities.length === 0))
      return { kind: "recorded", outcome, changes: [] };
    await tx.deploy.update({
      where: { id: deployId },
      data: { identities: [...deploy.identities, ...identities] },
    });
    const data = {
      outcome: outcome.kind,
      sentence: describePreflight({ image: row.image, outcome }),
      identities,
    };
    await appendDeployEvent(tx, { workspaceId, deployId, at: now, type: "preflight", data });
    const scene = { now, baseUrl: deps.baseUrl };
    return {
      kind: "recorded",
      outcome,
      changes: await judgeEnvironment(tx, scene, { workspaceId, environmentId }),
    };
  });
}

async function requiredPlatforms(tx: Tx, deploy: Prisma.DeployModel): Promise<RequiredPlatforms> {
  const { workspaceId, environmentId, id, platforms } = deploy;
  const earlier = await tx.preflight.findMany({
    where: {
      workspaceId,
      deployId: { not: id },
      platforms: { isEmpty: false },
      deploy: { environmentId, liveAt: { not: null } },
    },
    select: { platforms: true },
    orderBy: { deploy: { createdAt: "desc" } },
    take: learnFrom,
  });
  return { declared: platforms, learned: learnPlatforms(earlier.map((row) => row.platforms)) };
}

async function writeOutcome(
  tx: Tx,
  before: Prisma.PreflightModel,
  outcome: PreflightOutcome,
  now: Date,
): Promise<void> {
  const isSameKind = readOutcome(before.outcome)?.kind === outcome.kind;
  const attempts = isSameKind ? before.attempts + 1 : 1;
  const waitMs = checkAgainInMs(outcome, attempts, now.getTime());
  const spread = 1 + jitter * (2 * Math.random() - 1);
  await tx.preflight.update({
    where: { deployId: before.deployId },
    data: {
      outcome,
      attempts,
      checkedAt: now,
      claimedUntil: null,
      claimId: null,
      nextCheckAt: waitMs === null ? null : new Date(now.getTime() + waitMs * spread),
      ...("platforms" in outcome && { platforms: outcome.platforms }),
    },
  });
}

function newIdentities(deploy: Prisma.DeployModel, image: string, outcome: PreflightOutcome): string[] {
  const parsed = parseImage(image);
  if (!parsed.ok) return [];
  return imageIdentities(outcome, parsed.reference, deploy.previousIdentities).filter(
    (identity) => !deploy.identities.includes(identity),
  );
}
