import type { Tx } from "@rollcall/db";
import { notifyWorkspace } from "../audit.ts";
import { appendDeployEvent } from "../deploys/append-deploy-event.ts";

/** Wakes the pages that show an incident: the overview, and the rollout view of its deploy. */
export async function notifyIncident(
  tx: Tx,
  incident: { id: string; workspaceId: string; deployId: string | null },
  at: Date,
): Promise<void> {
  const { id: incidentId, workspaceId, deployId } = incident;
  if (deployId !== null)
    await appendDeployEvent(tx, { workspaceId, deployId, at, type: "incident", data: { incidentId } });
  await notifyWorkspace(tx, workspaceId);
}
