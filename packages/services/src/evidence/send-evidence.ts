import { newId, type Prisma, type Tx } from "@rollcall/db";
import {
  type AnnouncedNames,
  type ClusterWords,
  readClusterWords,
  redactSecrets,
} from "@rollcall/domain/cluster-causes";
import type { Cause } from "@rollcall/domain/glossary";
import { AppError } from "@rollcall/domain/problem";
import type { EvidenceWire } from "@rollcall/domain/wire";
import { writeAudit } from "../audit.ts";
import { actorLabel, requirePermission, type ServiceContext } from "../context.ts";
import { changeDeploy } from "../deploys/change-deploy.ts";
import { findDeploy } from "../deploys/find-deploy.ts";
import { writeTimelineEntry } from "../incidents/timeline.ts";
import { causePages } from "../ingest/cause-page.ts";
import { readClusterColumn } from "./cluster-words.ts";

/** The newest are kept: what a cluster said before is over, or is said again. */
const keptMax = 5;

/**
 * Takes what a cluster printed about a deploy, without its secrets, and judges the deploy with it at once: a bad
 * verdict then names its cause on the page, in the incident and in messages that are still to come. Nobody is told
 * again. The newest text counts alone. Of a deploy that has ended the causes stand on its page; its verdict is final.
 */
export async function sendEvidence(
  ctx: ServiceContext,
  deployId: string,
  text: string,
): Promise<EvidenceWire> {
  requirePermission(ctx, "deploy");
  if (text.trim() === "")
    throw new AppError("malformed", "Send what kubectl printed as the body; it is empty.");
  const { cluster, namespace, workload, image } = await findDeploy(ctx.db.prisma, ctx, deployId);
  const words = readSafeWords(text, { cluster, namespace, workload, image });
  const evidence = { id: newId("evd"), deployId, at: ctx.now() };
  const keep = async (tx: Tx, deploy: Prisma.DeployModel, incident: Prisma.IncidentModel | null) => {
    await writeEvidence(tx, ctx, evidence, words);
    const before = readClusterColumn(deploy.clusterWords)?.causes ?? [];
    if (codesOf(before) !== codesOf(words.causes))
      await tellChange(tx, ctx, evidence, words.causes, incident);
  };
  await changeDeploy(
    ctx,
    deployId,
    (tx, environment, deploy) => keep(tx, deploy, environment.incident),
    (deploy, tx) => keep(tx, deploy, null),
  );
  return {
    id: evidence.id,
    deploy: deployId,
    receivedAt: evidence.at.toISOString(),
    causes: causePages(words.causes, ctx.baseUrl),
  };
}

/** What JSON writes as escapes (\u003d, \u0022) hides a secret from the first look, which is at the text as it was sent. */
function readSafeWords(text: string, announced: AnnouncedNames): ClusterWords {
  const { lines, causes } = readClusterWords(redactSecrets(text), announced);
  const redactCause = (cause: Cause) => ({ ...cause, evidence: cause.evidence.map(redactSecrets) });
  return { lines: lines.map(redactSecrets), causes: causes.map(redactCause) };
}

type NewEvidence = { id: string; deployId: string; at: Date };

/** Other causes than before stand in the audit log, and on the timeline of the deploy's open incident. */
async function tellChange(
  tx: Tx,
  ctx: ServiceContext,
  { deployId, at }: NewEvidence,
  causes: Cause[],
  incident: Prisma.IncidentModel | null,
): Promise<void> {
  const { workspaceId } = ctx;
  await writeAudit(tx, ctx, "evidence.send", deployId, { causes: causes.map(({ code }) => code) });
  const [cause] = causes;
  if (cause === undefined || incident?.deployId !== deployId) return;
  const text = `The cluster names a cause: ${cause.title}.`;
  const line = { workspaceId, incidentId: incident.id, at, actor: actorLabel(ctx.actor) };
  await writeTimelineEntry(tx, { ...line, type: "note", text });
}

async function writeEvidence(
  tx: Tx,
  ctx: ServiceContext,
  { id, deployId, at }: NewEvidence,
  { lines, causes }: ClusterWords,
): Promise<void> {
  const { workspaceId } = ctx;
  await tx.evidence.create({
    data: { id, workspaceId, deployId, receivedAt: at, sentBy: actorLabel(ctx.actor), lines, causes },
  });
  const older = await tx.evidence.findMany({
    where: { workspaceId, deployId },
    orderBy: [{ receivedAt: "desc" }, { id: "desc" }],
    skip: keptMax,
    select: { id: true },
  });
  await tx.evidence.deleteMany({ where: { id: { in: older.map((row) => row.id) } } });
  const clusterWords: Prisma.InputJsonValue = { at: at.getTime(), causes };
  await tx.deploy.update({ where: { id: deployId }, data: { clusterWords }, select: { id: true } });
}

const codesOf = (causes: readonly Cause[]) => causes.map(({ code }) => code).join(" ");
