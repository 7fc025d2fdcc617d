import { newId, type Prisma, type Tx } from "@rollcall/db";
import { matchIdentity } from "@rollcall/domain/matching";
import { AppError, parseInput } from "@rollcall/domain/problem";
import { type AcceptDeployInput, acceptDeployInput, type DeployWire } from "@rollcall/domain/wire";
import { writeAudit } from "../audit.ts";
import { actorLabel, requirePermission, type ServiceContext } from "../context.ts";
import type { JudgedDeploy, LoadedEnvironment } from "../ingest/load-environment.ts";
import { newDeployColumns } from "./announcement.ts";
import { appendDeployEvent } from "./append-deploy-event.ts";
import { changeDeploy } from "./change-deploy.ts";
import { readServicePolicy } from "./deploy-policy.ts";
import { previousVersion } from "./previous-version.ts";
import { supersedeOthers } from "./supersede-others.ts";

/**
 * Settles what a person knows better than the probes. `same_build`: the identity is another name of the announced
 * version, from now on. `expected`: the identity is what should serve; a deploy of it is announced after the fact
 * and supersedes this one, so that history stays true. Gives back this deploy.
 */
export async function acceptDeploy(
  ctx: ServiceContext,
  deployId: string,
  input: unknown,
): Promise<DeployWire> {
  requirePermission(ctx, "write");
  const wanted = parseInput(acceptDeployInput, input);
  return changeDeploy(ctx, deployId, async (tx, environment, deploy, at) => {
    const accepted = { ...wanted, by: actorLabel(ctx.actor), at: at.toISOString() };
    await tx.deploy.update({
      where: { id: deployId },
      data: {
        accepted: [...(deploy.accepted as Prisma.InputJsonValue[]), accepted],
        ...(wanted.as === "same_build" && sameBuildColumns(deploy, wanted.identity)),
      },
    });
    if (wanted.as === "expected") await expectInstead(tx, ctx, environment, deploy, wanted, at);
    await writeAudit(tx, ctx, "deploy.accept", deployId, { as: wanted.as, identity: wanted.identity });
  });
}

/** The identity moves over to the expected ones: a text that both sides claim would tell nothing. */
function sameBuildColumns(deploy: JudgedDeploy, identity: string) {
  return {
    identities: [...new Set([...deploy.identities, identity])],
    previousIdentities: deploy.previousIdentities.filter(
      (previous) => matchIdentity(identity, [previous]) === null,
    ),
  };
}

async function expectInstead(
  tx: Tx,
  ctx: ServiceContext,
  environment: LoadedEnvironment,
  deploy: JudgedDeploy,
  wanted: AcceptDeployInput,
  at: Date,
): Promise<void> {
  const known = environment.lived.find((lived) => matchIdentity(wanted.identity, lived.identities) !== null);
  if (known?.id === deploy.id || matchIdentity(wanted.identity, deploy.identities) !== null)
    throw new AppError("conflict", `${wanted.identity} is what this deploy already expects.`);
  const id = newId("dep");
  const announcement = {
    service: environment.service,
    environment: environment.row.name,
    version: known?.version ?? wanted.identity,
    identities: [...(known?.identities ?? []), wanted.identity],
    strategy: "instant" as const,
    actor: ctx.actor.name,
  };
  await supersedeOthers(tx, environment, { id, startedAt: at }, at);
  await tx.deploy.create({
    data: {
      id,
      workspaceId: ctx.workspaceId,
      environmentId: environment.row.id,
      ...newDeployColumns(announcement, readServicePolicy(environment.row.policy), at),
      ...previousVersion(environment, null),
      state: "waiting",
      verdict: {},
      plan: {},
    },
  });
  await appendDeployEvent(tx, {
    workspaceId: ctx.workspaceId,
    deployId: id,
    at,
    type: "announced",
    data: { created: true, by: ctx.actor.name, isRollback: known !== undefined, accepted: deploy.id },
  });
}
