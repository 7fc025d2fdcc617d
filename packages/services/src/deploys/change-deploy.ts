import { inTransaction, type Prisma, type Tx } from "@rollcall/db";
import { AppError } from "@rollcall/domain/problem";
import type { DeployWire } from "@rollcall/domain/wire";
import { notifyWorkspace } from "../audit.ts";
import type { ServiceContext } from "../context.ts";
import { judgeEnvironment } from "../ingest/judge-environment.ts";
import { type JudgedDeploy, type LoadedEnvironment, loadEnvironment } from "../ingest/load-environment.ts";
import { lockEnvironment } from "../lock-environment.ts";
import { findDeploy } from "./find-deploy.ts";
import { wireOfDeploy } from "./to-deploy-wire.ts";

/** What a change is given: the open deploy and its environment, both read under the lock. */
export type DeployChange = (
  tx: Tx,
  environment: LoadedEnvironment,
  deploy: JudgedDeploy,
  at: Date,
) => Promise<void>;

/**
 * Changes an open deploy under its environment's lock and judges it at once. An ended deploy goes to `onEnded`, in the
 * same transaction, which says whether that is an error; without one it is a `conflict`.
 */
export async function changeDeploy(
  ctx: ServiceContext,
  deployId: string,
  change: DeployChange,
  onEnded: (deploy: Prisma.DeployModel, tx: Tx) => void | Promise<void> = refuseEnded,
): Promise<DeployWire> {
  return inTransaction(ctx.db, async (tx) => {
    const { environmentId } = await findDeploy(tx, ctx, deployId);
    await lockEnvironment(tx, ctx.workspaceId, environmentId);
    const at = ctx.now();
    const environment = await loadEnvironment(tx, ctx.workspaceId, environmentId, at);
    const deploy = environment?.openDeploys.find((open) => open.id === deployId);
    if (environment && deploy) {
      await change(tx, environment, deploy, at);
      const scene = { now: at, baseUrl: ctx.baseUrl };
      await judgeEnvironment(tx, scene, { workspaceId: ctx.workspaceId, environmentId });
      await notifyWorkspace(tx, ctx.workspaceId);
    } else await onEnded(await findDeploy(tx, ctx, deployId), tx);
    return wireOfDeploy(tx, await findDeploy(tx, ctx, deployId), ctx.baseUrl);
  });
}

function refuseEnded(deploy: Prisma.DeployModel): never {
  throw new AppError("conflict", `This deploy has ended (${deploy.state}); it cannot be changed any more.`);
}
