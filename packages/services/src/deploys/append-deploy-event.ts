import type { Prisma, Tx } from "@rollcall/db";
import type { DeployEventWire } from "@rollcall/domain/wire";
import { deployChannel, notifyDeploy } from "../live-notify.ts";

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

/** The same for events of as many deploys, in one statement. */
export async function appendDeployEvents(tx: Tx, events: readonly NewDeployEvent[]): Promise<void> {
  if (events.length === 0) return;
  await tx.$executeRaw`
    WITH numbered AS (
      UPDATE deploy d SET event_seq = d.event_seq + 1
      FROM json_to_recordset(${JSON.stringify(events)}::json) AS n(
        "deployId" text, "workspaceId" text, at timestamptz, type text, data jsonb)
      WHERE d.id = n."deployId" AND d.workspace_id = n."workspaceId"
      RETURNING d.id, d.event_seq, d.workspace_id, n.at, n.type, n.data),
    written AS (
      INSERT INTO deploy_event (deploy_id, seq, workspace_id, at, type, data) SELECT * FROM numbered
      RETURNING deploy_id, seq, workspace_id)
    SELECT pg_notify(${deployChannel}, json_build_object(
      'workspaceId', workspace_id, 'deployId', deploy_id, 'seq', seq)::text)
    FROM written`;
}
