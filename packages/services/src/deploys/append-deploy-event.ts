import type { Prisma, Tx } from "@rollcall/db";
import type { DeployEventWire } from "@rollcall/domain/wire";
import { notifyDeploy } from "../live-notify.ts";

/** An event as it is written; `data` is the evidence of a `state` event and small otherwise. */
export type NewDeployEvent = {
  workspaceId: string;
  deployId: string;
  at: Date;
  type: DeployEventWire["type"];
  data: Prisma.InputJsonValue;
};

/**
 * Appends to the durable sequence of a deploy and wakes its live pages and gates at commit. Returns the sequence
 * number. The caller holds the environment's lock, so numbers become visible in order.
 */
export async function appendDeployEvent(tx: Tx, event: NewDeployEvent): Promise<number> {
  const { workspaceId, deployId } = event;
  const { eventSeq: seq } = await tx.deploy.update({
    where: { workspaceId_id: { workspaceId, id: deployId } },
    data: { eventSeq: { increment: 1 } },
    select: { eventSeq: true },
  });
  await tx.deployEvent.create({ data: { ...event, seq } });
  await notifyDeploy(tx, { workspaceId, deployId, seq });
  return seq;
}
