import { inTransaction, newId, type Tx } from "@rollcall/db";
import { matchIdentity } from "@rollcall/domain/matching";
import { parseInput } from "@rollcall/domain/problem";
import { type AnnounceDeployInput, announceDeployInput, type DeployWire } from "@rollcall/domain/wire";
import { notifyWorkspace, writeAudit } from "../audit.ts";
import { requirePermission, requireReach, type ServiceContext } from "../context.ts";
import { judgeEnvironment } from "../ingest/judge-environment.ts";
import { type JudgedDeploy, type LoadedEnvironment, loadEnvironment } from "../ingest/load-environment.ts";
import { lockEnvironment } from "../lock-environment.ts";
import { requestPreflight } from "../preflight/request-preflight.ts";
import { ensureEnvironment } from "../services/ensure-environment.ts";
import { announcedStart, announcedVersion, newDeployColumns, repeatedColumns } from "./announcement.ts";
import { appendDeployEvent } from "./append-deploy-event.ts";
import { readServicePolicy } from "./deploy-policy.ts";
import { findDeploy } from "./find-deploy.ts";
import { previousVersion } from "./previous-version.ts";
import { supersedeOthers } from "./supersede-others.ts";
import { wireOfDeploy } from "./to-deploy-wire.ts";

/** `created` is false when the announcement repeated one of a deploy that is still open. */
export type Announced = { deploy: DeployWire; created: boolean };

/**
 * Says that a service in an environment should now serve a version. A service or environment nobody knew is made.
 * The same version again, while its deploy is open, changes that deploy and begins a new try of it; another version supersedes it, unless it
 * started earlier than the open one (announcements may arrive out of order): then it is superseded itself.
 */
export async function announceDeploy(ctx: ServiceContext, input: unknown): Promise<Announced> {
  requirePermission(ctx, "deploy");
  const wanted = parseInput(announceDeployInput, input);
  requireReach(ctx, wanted.service, wanted.environment);
  return inTransaction(ctx.db, async (tx) => {
    const place = await ensureEnvironment(tx, ctx.workspaceId, wanted.service, wanted.environment);
    await lockEnvironment(tx, ctx.workspaceId, place.id);
    const at = ctx.now();
    const environment = await loadEnvironment(tx, ctx.workspaceId, place.id, at);
    if (environment === null) throw new Error(`Environment ${place.id} vanished under its lock.`);
    const open = environment.openDeploys.find((deploy) => isSameDeploy(deploy, wanted));
    const deployId = open
      ? await repeat(tx, environment, open, wanted, at)
      : await create(tx, environment, wanted, at);
    const created = open === undefined;
    await requestPreflight(tx, deployId, at);
    await appendDeployEvent(tx, {
      workspaceId: ctx.workspaceId,
      deployId,
      at,
      type: "announced",
      data: { created, by: ctx.actor.name, isRollback: isRollback(environment, wanted) },
    });
    const scene = { now: at, baseUrl: ctx.baseUrl };
    await judgeEnvironment(tx, scene, { workspaceId: ctx.workspaceId, environmentId: place.id });
    await writeAudit(tx, ctx, created ? "deploy.announce" : "deploy.announce_again", deployId, {
      version: announcedVersion(wanted),
      service: wanted.service,
      environment: wanted.environment,
    });
    await notifyWorkspace(tx, ctx.workspaceId);
    const row = await findDeploy(tx, ctx, deployId);
    return { deploy: await wireOfDeploy(tx, row, ctx.baseUrl), created };
  });
}

/**
 * The same version names the open deploy until it is live; afterwards it is a new one (the service is deployed
 * again), unless CI only reports how its job ended.
 */
function isSameDeploy(open: JudgedDeploy, wanted: AnnounceDeployInput): boolean {
  if (open.version !== announcedVersion(wanted)) return false;
  const isReport = ["succeeded", "failed", "cancelled"].includes(wanted.status ?? "started");
  return open.liveAt === null || isReport;
}

async function repeat(
  tx: Tx,
  environment: LoadedEnvironment,
  open: JudgedDeploy,
  wanted: AnnounceDeployInput,
  at: Date,
): Promise<string> {
  const columns = repeatedColumns(wanted, open, readServicePolicy(environment.row.policy), at);
  const isStarting = open.startedAt === null && columns.startedAt !== undefined;
  const startedAt = announcedStart(wanted, at);
  const superseded = isStarting && (await supersedeOthers(tx, environment, { id: open.id, startedAt }, at));
  await tx.deploy.update({
    where: { id: open.id },
    data: {
      ...columns,
      ...(isStarting && previousVersion(environment, wanted.previousVersion ?? open.previousVersion)),
      ...superseded,
    },
  });
  return open.id;
}

async function create(
  tx: Tx,
  environment: LoadedEnvironment,
  wanted: AnnounceDeployInput,
  at: Date,
): Promise<string> {
  const columns = newDeployColumns(wanted, readServicePolicy(environment.row.policy), at);
  const id = newId("dep");
  const { startedAt } = columns;
  const isCancelled = columns.status === "cancelled";
  const superseded = isCancelled ? null : await supersedeOthers(tx, environment, { id, startedAt }, at);
  await tx.deploy.create({
    data: {
      id,
      workspaceId: environment.row.workspaceId,
      environmentId: environment.row.id,
      ...columns,
      ...(startedAt === null
        ? { previousVersion: wanted.previousVersion ?? null }
        : previousVersion(environment, wanted.previousVersion ?? null)),
      ...superseded,
      state: startedAt === null ? "pending" : "waiting",
      verdict: {},
      plan: {},
    },
  });
  return id;
}

/** The announced version was live here before, and something else is expected now. */
function isRollback(environment: LoadedEnvironment, wanted: AnnounceDeployInput): boolean {
  const version = announcedVersion(wanted);
  const [latest, ...earlier] = environment.lived;
  if (latest === undefined || matchIdentity(version, latest.identities) !== null) return false;
  return earlier.some((deploy) => matchIdentity(version, deploy.identities) !== null);
}
