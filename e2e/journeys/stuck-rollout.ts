import type { DeployWire } from "@rollcall/domain/wire";
import type { Workspace } from "../stage/workspace.ts";

/** A rollout that has stopped half-way, with its incident. */
export async function bringStuckRollout({ api, watch }: Workspace): Promise<DeployWire> {
  const pods = await watch("billing-api", { pods: 4, behaviour: { version: "2.3.0" } });
  const deploy = await api.announce({
    service: "billing-api",
    version: "2.4.0",
    previousVersion: "2.3.0",
    progressDeadlineSeconds: 5,
  });
  pods.startScenario({ kind: "stops_at", version: "2.4.0", stopAt: 2, stepMs: 0, startMs: 0 });
  return api.reach(deploy, "stuck");
}
