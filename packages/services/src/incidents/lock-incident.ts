import type { Tx } from "@rollcall/db";
import type { ServiceContext } from "../context.ts";
import { lockEnvironment } from "../lock-environment.ts";
import { findIncident } from "./find-incident.ts";

/** The incident, read under its environment's lock: the judge cannot change it until the transaction ends. */
export async function lockIncident(tx: Tx, ctx: ServiceContext, incidentId: string) {
  const { environmentId } = await findIncident(tx, ctx, incidentId);
  await lockEnvironment(tx, ctx.workspaceId, environmentId);
  return findIncident(tx, ctx, incidentId);
}
